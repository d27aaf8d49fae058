package io.jbuild.core.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the one-line diagnostics that the helper prints where it has no frames. */
final class Diagnostics {
  private static final Pattern REFUSAL =
      Pattern.compile("jbuild: error: (?<message>.*) \\[(?<kind>[a-z-]+)](\n +(?<fix>.*))?\\s*");

  private Diagnostics() {}

  static SandboxException refusal(String said, int exitCode) {
    Matcher matcher = REFUSAL.matcher(said);
    if (!matcher.matches()) {
      String message = withoutPrefix(said);
      return new SandboxException(
          "helper-lost",
          "the sandbox helper ended with " + exitCode + (message.isEmpty() ? "" : ": " + message),
          "");
    }
    String fix = matcher.group("fix");
    return new SandboxException(
        matcher.group("kind"), matcher.group("message"), fix == null ? "" : fix);
  }

  static String withoutPrefix(String said) {
    return said.strip().replaceFirst("^jbuild: error: ", "");
  }
}
