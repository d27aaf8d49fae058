package io.jbuild.core.context;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One line of an ignore file, as moby's pattern matcher understands it: the syntax of {@link
 * GoPattern}, and {@code **} for any number of folders, even none. Patterns without wildcards are
 * compared as text.
 */
final class IgnorePattern {
  private enum Kind {
    EXACT,
    PREFIX,
    SUFFIX,
    EXPRESSION
  }

  private final Kind kind;
  private final String text;
  private final Pattern expression;

  /** What a path that matches ends in; most paths are told by this, without the expression. */
  private final String ending;

  private IgnorePattern(Kind kind, String text, Pattern expression, String ending) {
    this.kind = kind;
    this.text = text;
    this.expression = expression;
    this.ending = ending;
  }

  /**
   * @param cleaned the line without {@code !}, in its shortest form
   */
  static IgnorePattern compile(String cleaned) throws GoPattern.SyntaxException {
    GoPattern.parse(cleaned);
    return new Compiler(cleaned).compile();
  }

  /** Whether it matches this very path; parents are the caller's to ask for. */
  boolean matches(String path) {
    return switch (kind) {
      case EXACT -> path.equals(text);
      case PREFIX -> path.startsWith(text);
      case SUFFIX ->
          path.endsWith(text)
              || (text.startsWith("/")
                  && path.length() == text.length() - 1
                  && text.endsWith(path));
      case EXPRESSION -> path.endsWith(ending) && expression.matcher(path).matches();
    };
  }

  private static final class Compiler {
    private final String source;
    private final StringBuilder regex = new StringBuilder();
    private Kind kind = Kind.EXACT;
    private boolean inClass;
    private int i;

    Compiler(String source) {
      this.source = source;
    }

    IgnorePattern compile() throws GoPattern.SyntaxException {
      while (i < source.length()) {
        int c = source.codePointAt(i);
        int at = i;
        i += Character.charCount(c);
        if (c == '*' && peek() == '*') {
          doubleStar(at);
        } else {
          single(c);
        }
      }
      return switch (kind) {
        case EXACT -> new IgnorePattern(kind, source, null, "");
        case PREFIX -> new IgnorePattern(kind, source.substring(0, source.length() - 2), null, "");
        case SUFFIX -> new IgnorePattern(kind, source.substring(2), null, "");
        case EXPRESSION -> new IgnorePattern(kind, source, expression(), ending());
      };
    }

    /** The letters, digits, dots and the like after the last character that means something. */
    private String ending() {
      int from = source.length();
      while (from > 0 && "*?[]\\^/".indexOf(source.charAt(from - 1)) < 0) {
        from--;
      }
      return source.substring(from);
    }

    private Pattern expression() throws GoPattern.SyntaxException {
      try {
        return Pattern.compile(regex.toString(), Pattern.UNIX_LINES);
      } catch (PatternSyntaxException e) {
        throw new GoPattern.SyntaxException(e.getDescription().toLowerCase(Locale.ROOT));
      }
    }

    private void doubleStar(int at) {
      i++;
      if (peek() == '/') {
        i++;
      }
      if (i < source.length()) {
        regex.append("(.*/)?");
        kind = Kind.EXPRESSION;
      } else if (kind == Kind.EXACT) {
        kind = Kind.PREFIX;
      } else {
        regex.append(".*");
        kind = Kind.EXPRESSION;
      }
      if (at == 0) {
        kind = Kind.SUFFIX;
      }
    }

    private void single(int c) {
      switch (c) {
        case '*', '?' -> {
          regex.append(inClass ? "\\" + (char) c : c == '*' ? "[^/]*" : "[^/]");
          kind = Kind.EXPRESSION;
        }
        case '[' -> {
          regex.append(inClass ? "\\[" : "[");
          inClass = true;
          kind = Kind.EXPRESSION;
        }
        case ']' -> {
          regex.append(inClass ? "]" : "\\]");
          inClass = false;
          kind = Kind.EXPRESSION;
        }
        case '\\' -> {
          if (i < source.length()) {
            int next = source.codePointAt(i);
            i += Character.charCount(next);
            quote(next);
            kind = Kind.EXPRESSION;
          } else {
            regex.append("\\\\");
          }
        }
        case '^', '-' -> regex.appendCodePoint(c);
        default -> quote(c);
      }
    }

    private void quote(int c) {
      if (c < 128 && !Character.isLetterOrDigit(c)) {
        regex.append('\\');
      }
      regex.appendCodePoint(c);
    }

    private int peek() {
      return i < source.length() ? source.charAt(i) : -1;
    }
  }
}
