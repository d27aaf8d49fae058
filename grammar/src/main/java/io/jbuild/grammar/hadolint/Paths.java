package io.jbuild.grammar.hadolint;

/** Paths of images, Linux and Windows. */
final class Paths {
  private Paths() {}

  /**
   * Whether a path is absolute, or begins with a variable and so may be.
   *
   * @param written the word of the Dockerfile
   * @param path the same without quotes
   */
  static boolean isAbsolute(String written, String path) {
    return path.startsWith("/")
        || path.startsWith("\\")
        || path.startsWith("$")
        || isDrive(path)
        || isDrive(written.replace("\"", ""));
  }

  /** Whether a path begins with the letter of a drive. */
  static boolean isDrive(String path) {
    return path.length() > 1 && Character.isLetter(path.charAt(0)) && path.charAt(1) == ':';
  }

  /** The last part of a path. */
  static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
