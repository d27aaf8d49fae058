package io.jbuild.grammar.lint;

import java.util.regex.Pattern;

/** Names that look as if a secret were behind them. */
public final class SecretNames {
  private static final Pattern SECRET =
      part("apikey|auth|credential|credentials|key|password|pword|passwd|secret|token");
  private static final Pattern HARMLESS = part("public|file|version");

  private SecretNames() {}

  private static Pattern part(String words) {
    return Pattern.compile("(?:_|^)(?:" + words + ")(?:_|$)", Pattern.CASE_INSENSITIVE);
  }

  /** Whether a name looks like that of a secret. */
  public static boolean matches(String name) {
    return SECRET.matcher(name).find() && !HARMLESS.matcher(name).find();
  }

  /** Warns of a name declared by {@code ARG} or {@code ENV}. */
  static void check(
      String keyword, String name, io.jbuild.grammar.Range range, Place place, Report report) {
    if (matches(name)) {
      report.warn(
          Rule.SECRETS_USED_IN_ARG_OR_ENV,
          place,
          range,
          keyword + " `" + name + "` looks like a secret, and the image keeps it",
          "hand it to the RUN that needs it: `RUN --mount=type=secret,id=…`");
    }
  }
}
