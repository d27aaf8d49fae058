package io.jbuild.core.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  /** All challenges of a header; what cannot be read is left out, nothing is thrown. */
  static List<Challenge> parse(String header) {
    return new Reader(header).challenges();
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Challenge> challenges() {
      List<Challenge> result = new ArrayList<>();
      while (true) {
        skip(" \t,");
        String scheme = token();
        if (scheme.isEmpty()) {
          return result;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (parameter(parameters)) {
          // one parameter each time
        }
        result.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
      }
    }

    /** Reads {@code name=value} if the next token is followed by an equals sign. */
    private boolean parameter(Map<String, String> parameters) {
      int before = at;
      skip(" \t,");
      String name = token();
      skip(" \t");
      if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
        at = before;
        return false;
      }
      at++;
      skip(" \t");
      parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
      return true;
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return token();
      }
      at++;
      var value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
