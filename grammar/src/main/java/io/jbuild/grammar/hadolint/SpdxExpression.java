package io.jbuild.grammar.hadolint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * License expressions of SPDX: identifiers of its list with {@code AND}, {@code OR}, {@code WITH},
 * {@code +} and parentheses (SPDX specification, annex on license expressions). Identifiers are
 * compared without regard to case.
 */
final class SpdxExpression {
  private static final Set<String> LICENSES = list("spdx-licenses.txt");
  private static final Set<String> EXCEPTIONS = list("spdx-exceptions.txt");

  private final List<String> tokens;
  private int at;

  private SpdxExpression(List<String> tokens) {
    this.tokens = tokens;
  }

  private static Set<String> list(String resource) {
    try (InputStream in = SpdxExpression.class.getResourceAsStream(resource)) {
      Set<String> list = new HashSet<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(id -> list.add(id.toLowerCase(Locale.ROOT)));
      return list;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isValid(String text) {
    List<String> tokens = new ArrayList<>();
    for (String word : text.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+")) {
      tokens.add(word);
    }
    var expression = new SpdxExpression(tokens);
    return expression.isList() && expression.at == tokens.size();
  }

  /** Terms with AND or OR between them; precedence does not matter to validity. */
  private boolean isList() {
    int open = 0;
    while (true) {
      while (next("(")) {
        open++;
      }
      if (!isLicense()) {
        return false;
      }
      while (open > 0 && next(")")) {
        open--;
      }
      if (!next("AND") && !next("OR")) {
        return open == 0;
      }
    }
  }

  private boolean isLicense() {
    if (at == tokens.size()) {
      return false;
    }
    String id = tokens.get(at++).toLowerCase(Locale.ROOT);
    boolean known =
        LICENSES.contains(id)
            || (id.endsWith("+") && LICENSES.contains(id.substring(0, id.length() - 1)))
            || id.matches("(?:documentref-[a-z0-9.-]+:)?licenseref-[a-z0-9.-]+");
    if (known && next("WITH")) {
      return at < tokens.size() && EXCEPTIONS.contains(tokens.get(at++).toLowerCase(Locale.ROOT));
    }
    return known;
  }

  private boolean next(String word) {
    if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
      at++;
      return true;
    }
    return false;
  }
}
