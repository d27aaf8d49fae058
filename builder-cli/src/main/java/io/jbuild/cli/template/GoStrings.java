package io.jbuild.cli.template;

/** Go's string literals. */
final class GoStrings {
  private GoStrings() {}

  /** The literal that begins at a place, its quotes included. */
  static String quoted(String source, int start) {
    char quote = source.charAt(start);
    for (int i = start + 1; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\' && quote == '"') {
        i++;
      } else if (c == quote) {
        return source.substring(start, i + 1);
      }
    }
    throw new TemplateException("a text in the template has no closing `" + quote + "`");
  }

  /** What a literal stands for. */
  static String unquote(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    if (literal.charAt(0) == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    var text = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = inner.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case '"', '\\', '\'' -> text.append(escaped);
        default ->
            throw new TemplateException("`\\" + escaped + "` in a text of the template is unknown");
      }
    }
    return text.toString();
  }
}
