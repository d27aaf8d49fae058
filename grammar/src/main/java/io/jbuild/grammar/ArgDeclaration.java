package io.jbuild.grammar;

import java.util.Optional;

/**
 * A name declared by ARG.
 *
 * @param name as written
 * @param defaultValue what follows {@code =}; empty if there is no {@code =}
 */
public record ArgDeclaration(Word name, Optional<Word> defaultValue) {}
