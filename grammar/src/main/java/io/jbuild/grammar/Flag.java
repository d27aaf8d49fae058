package io.jbuild.grammar;

import java.util.Optional;

/**
 * A flag before an instruction's arguments.
 *
 * @param name without the dashes
 * @param value what follows {@code =}; empty if there is no {@code =}
 * @param range the flag with its dashes and value
 */
public record Flag(String name, Optional<Word> value, Range range) {}
