package io.jbuild.grammar;

/**
 * A pair of ENV or LABEL.
 *
 * @param key the name as written
 * @param value the value as written; empty for {@code key=}
 */
public record KeyValue(Word key, Word value) {}
