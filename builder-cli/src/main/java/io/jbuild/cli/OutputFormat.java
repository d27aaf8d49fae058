package io.jbuild.cli;

/** {@code --format} of commands that write text or JSON. */
final class OutputFormat {
  private OutputFormat() {}

  /** Refuses anything else. */
  static void check(String format) {
    if (!format.equals("text") && !format.equals("json")) {
      throw new UsageException(
          "`--format " + format + "` is not supported", "allowed: `text`, `json`");
    }
  }
}
