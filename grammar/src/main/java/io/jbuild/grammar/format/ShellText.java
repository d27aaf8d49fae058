package io.jbuild.grammar.format;

/**
 * Reads the text of a shell command as far as it takes to know where a blank parts words and
 * nothing more: outside of quotes, escapes and comments, where another number of blanks means the
 * same to the shell. In doubt the answer is no.
 *
 * <p>The shell is POSIX's; where it may be another, {@code strict} asks that cmd.exe and PowerShell
 * see no open quote there either.
 */
final class ShellText {
  private static final int DEEPEST = 1000;

  private final String text;
  private final boolean strict;

  /** Open quotes and brackets, the innermost last. */
  private final StringBuilder open = new StringBuilder();

  private int quotes;
  private int doubleQuotes;
  private final boolean hasCase;
  private boolean lost;

  /** Whether each character is a blank that parts words. */
  private final boolean[] parts;

  private ShellText(String text, boolean strict) {
    this.text = text;
    this.strict = strict;
    this.hasCase = text.contains("esac");
    this.parts = new boolean[text.length()];
  }

  /** For each character of a command whether it is a blank whose number does not matter. */
  static boolean[] separators(String text, boolean strict) {
    var shell = new ShellText(text, strict);
    shell.scan();
    // A quote that stays open: what was taken for the inside of one may have been its outside.
    return shell.quotes == 0 ? shell.parts : new boolean[text.length()];
  }

  /** The command with a single space in place of blanks whose number does not matter. */
  static String canonical(String text, boolean strict) {
    boolean[] separators = separators(text, strict);
    var canonical = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!separators[i]) {
        canonical.append(text.charAt(i));
      } else if (i == 0 || !separators[i - 1]) {
        canonical.append(' ');
      }
    }
    return canonical.toString();
  }

  private void scan() {
    int at = 0;
    while (at < text.length() && !lost) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t') {
        int end = at;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
          end++;
        }
        blanks(at, end);
        at = end;
      } else {
        at = character(c, at);
      }
    }
  }

  private void blanks(int from, int to) {
    boolean escaped = from > 0 && "\\`^".indexOf(text.charAt(from - 1)) >= 0;
    boolean parted = quotes == 0 && !escaped && (!strict || doubleQuotes % 2 == 0);
    for (int i = from; parted && i < to; i++) {
      parts[i] = true;
    }
  }

  private char innermost() {
    return open.isEmpty() ? 0 : open.charAt(open.length() - 1);
  }

  private void push(char bracket) {
    open.append(bracket);
    quotes += isQuote(bracket) ? 1 : 0;
    lost |= open.length() > DEEPEST;
  }

  private void pop() {
    quotes -= isQuote(innermost()) ? 1 : 0;
    open.setLength(open.length() - 1);
  }

  /** In parameter expansions and backquotes blanks are not looked at either. */
  private static boolean isQuote(char bracket) {
    return bracket != '(';
  }

  /** Passes a character, or two, and gives the place after. */
  private int character(char c, int at) {
    char inside = innermost();
    char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    doubleQuotes += c == '"' ? 1 : 0;
    if (inside == '\'') {
      if (c == '\'') {
        pop();
      }
      return at + 1;
    }
    if (c == '\\') {
      doubleQuotes += next == '"' ? 1 : 0;
      // A blank after it is looked at, as an escaped one.
      return next == ' ' || next == '\t' ? at + 1 : Math.min(at + 2, text.length());
    }
    if (c == inside && (c == '"' || c == '`')) {
      pop();
    } else if (c == '`') {
      push(c);
    } else if (inside != '`') {
      if (c == '$' && (next == '(' || next == '{')) {
        // Patterns of `case` close what nothing has opened.
        lost |= quotes > 0 && next == '(' && hasCase;
        push(next);
        return at + 2;
      }
      // The quotes of bash whose backslashes escape.
      lost |= c == '$' && next == '\'' && inside != '"';
      bracket(c, inside, at);
    }
    return at + 1;
  }

  private void bracket(char c, char inside, int at) {
    if (inside == '{' && c == '}') {
      pop();
    } else if (c == '"') {
      push(c);
    } else if (inside == '"') {
      return;
    } else if (c == '\'') {
      push(c);
    } else if (inside != '{' && c == '(') {
      push(c);
    } else if (inside == '(' && c == ')') {
      pop();
    } else if (c == '#'
        && inside != '{'
        && (at == 0 || " \t;&|(".indexOf(text.charAt(at - 1)) >= 0)) {
      // A comment up to the end: the lines are one to the shell.
      lost = true;
    } else if (strict && c == '@' && at + 1 < text.length()) {
      lost = "'\"".indexOf(text.charAt(at + 1)) >= 0;
    }
  }
}
