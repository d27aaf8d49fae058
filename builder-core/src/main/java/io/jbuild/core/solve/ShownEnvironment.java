package io.jbuild.core.solve;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An environment as a report may show it: the values of variables that are named like secrets and
 * the passwords of URLs are starred out, since reports end up in CI logs.
 */
final class ShownEnvironment {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?:^|_)(?:api_?key|auth|credentials?|key|pass(?:word|wd|phrase)?|pword|pwd|secret|token)s?(?:_|$)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern URL_PASSWORD = Pattern.compile("(://)[^/\\s]+@");

  private ShownEnvironment() {}

  static List<String> of(List<String> environment) {
    return environment.stream().map(ShownEnvironment::shown).toList();
  }

  private static String shown(String variable) {
    int equals = variable.indexOf('=');
    String name = variable.substring(0, Math.max(0, equals));
    if (SECRET.matcher(name).find()) {
      return name + "=***";
    }
    return URL_PASSWORD.matcher(variable).replaceAll("$1***@");
  }
}
