package io.jbuild.grammar.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shapes of texts that those who hand out secrets give them, so that they can be found. */
enum SecretShape {
  AWS_KEY("an access key of AWS", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b", "AKIA", "ASIA"),
  PRIVATE_KEY(
      "a private key",
      "-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?=[\\s\\\\]*[A-Za-z0-9+/]{16})",
      "PRIVATE KEY"),
  GITHUB_TOKEN(
      "a token of GitHub",
      "\\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,})\\b",
      "gh",
      "github_pat_"),
  GITLAB_TOKEN("a token of GitLab", "\\bglpat-[A-Za-z0-9_-]{20,}", "glpat-"),
  SLACK_TOKEN("a token of Slack", "\\bxox[abeoprs]-[0-9]{6,}-[A-Za-z0-9-]{10,}", "xox"),
  GOOGLE_KEY("an API key of Google", "\\bAIza[0-9A-Za-z_-]{35}\\b", "AIza"),
  STRIPE_KEY("a live key of Stripe", "\\b[rs]k_live_[0-9a-zA-Z]{20,}\\b", "k_live_"),
  NPM_TOKEN("a token of npm", "\\bnpm_[A-Za-z0-9]{36}\\b", "npm_"),
  PYPI_TOKEN("a token of PyPI", "\\bpypi-AgE[A-Za-z0-9_-]{50,}", "pypi-AgE"),
  WEB_TOKEN(
      "a JSON web token",
      "\\beyJ[A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{20,}",
      "eyJ"),
  URL_PASSWORD(
      "a password in an address",
      "\\b[a-z][a-z0-9+.-]{1,20}://[A-Za-z0-9._%+~-]{1,64}:([A-Za-z0-9._%+~!*()&=,;-]{6,128})@",
      "://");

  /** What people write where a password belongs. */
  private static final Set<String> STAND_INS =
      Set.of(
          "password",
          "passwd",
          "secret",
          "token",
          "changeme",
          "change-me",
          "change_me",
          "example",
          "mypassword",
          "yourpassword",
          "your-password",
          "your_password",
          "postgres",
          "mysql",
          "root",
          "admin",
          "guest",
          "user",
          "test",
          "x-oauth-basic",
          "redacted");

  /** A long run of one character, or a word that says so, is an example. */
  private static final Pattern EXAMPLE = Pattern.compile("(?i)example|xxxx|(.)\\1{7}|1234567890");

  private final String what;
  private final Pattern pattern;
  private final List<String> anchors;

  SecretShape(String what, String pattern, String... anchors) {
    this.what = what;
    this.pattern = Pattern.compile(pattern);
    this.anchors = List.of(anchors);
  }

  /** What it is, for a message. */
  String what() {
    return what;
  }

  /** A text of a shape, by its indices. */
  record Found(SecretShape shape, int start, int end) {}

  /** All that a text holds. */
  static List<Found> find(String text) {
    List<Found> found = new ArrayList<>();
    for (SecretShape shape : values()) {
      if (shape.anchors.stream().anyMatch(text::contains)) {
        Matcher matcher = shape.pattern.matcher(text);
        while (matcher.find()) {
          int group = matcher.groupCount() > 0 && matcher.group(1) != null ? 1 : 0;
          if (!isExample(shape, matcher.group(group))) {
            found.add(new Found(shape, matcher.start(group), matcher.end(group)));
          }
        }
      }
    }
    return found;
  }

  private static boolean isExample(SecretShape shape, String value) {
    return EXAMPLE.matcher(value).find()
        || (shape == URL_PASSWORD && STAND_INS.contains(value.toLowerCase(Locale.ROOT)));
  }
}
