package io.jbuild.core.remote;

/**
 * What the ref of a git address stands for at this moment.
 *
 * @param object the id that the ref has: of a commit, or of an annotated tag
 * @param commit the id of the commit; equal to {@code object} when that is no tag
 * @param ref the full name of the ref; empty when the address names a commit
 */
public record GitCommit(String object, String commit, String ref) {
  /** Whether a text is the full id of an object, by SHA-1 or SHA-256. */
  public static boolean isFullId(String text) {
    return (text.length() == 40 || text.length() == 64)
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }
}
