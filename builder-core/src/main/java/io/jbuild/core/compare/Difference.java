package io.jbuild.core.compare;

/**
 * One place where two images differ.
 *
 * @param place the config or a line of the history, or a layer, by the instruction that made it
 * @param path of the file in the layer; empty for what is about no file
 * @param field what of it differs
 * @param first what the first image has; empty if nothing
 * @param second what the second has; empty if nothing
 */
public record Difference(
    Kind kind, String place, String path, String field, String first, String second) {

  /** What a difference is about. */
  public enum Kind {
    CONFIG,
    HISTORY,
    LAYER,
    FILE,
    /**
     * When something was made: builds of the same files differ in it, unless they are told a time.
     */
    TIME
  }
}
