package io.jbuild.core.context;

/**
 * Shell patterns as Go's {@code path/filepath.Match} reads them on Linux, which is what COPY, ADD
 * and ignore files are documented with: {@code *} and {@code ?} do not match a slash, {@code [a-c]}
 * and {@code [^a-c]} match one character, a backslash takes the next character as it is, and a
 * pattern has to match the whole name. Characters are Unicode code points.
 */
public final class GoPattern {
  private final int[] pattern;

  private GoPattern(int[] pattern) {
    this.pattern = pattern;
  }

  /** Nothing matches what this throws for, whatever the name. */
  public static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message);
    }
  }

  /**
   * Checks the pattern as a whole, so that matching cannot fail later.
   *
   * @throws SyntaxException saying what is wrong in the pattern
   */
  public static GoPattern parse(String text) throws SyntaxException {
    int[] pattern = text.codePoints().toArray();
    int i = 0;
    while (i < pattern.length) {
      i = next(pattern, i);
    }
    return new GoPattern(pattern);
  }

  /** Whether a word holds {@code *}, {@code ?} or {@code [} that no backslash stands before. */
  static boolean hasWildcard(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '*' || c == '?' || c == '[') {
        return true;
      }
    }
    return false;
  }

  /** Whether it matches the whole name. */
  public boolean matches(String name) {
    int[] text = name.codePoints().toArray();
    int p = 0;
    int t = 0;
    int starPattern = -1;
    int starText = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == '*') {
        starPattern = ++p;
        starText = t;
        continue;
      }
      if (p < pattern.length && matchesOne(p, text[t])) {
        p = skip(p);
        t++;
        continue;
      }
      if (starPattern < 0 || text[starText] == '/') {
        return false;
      }
      p = starPattern;
      t = ++starText;
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  private boolean matchesOne(int at, int c) {
    return switch (pattern[at]) {
      case '?' -> c != '/';
      case '[' -> matchesClass(at, c);
      case '\\' -> pattern[at + 1] == c;
      default -> pattern[at] == c;
    };
  }

  private boolean matchesClass(int at, int c) {
    int i = at + 1;
    boolean negated = pattern[i] == '^';
    if (negated) {
      i++;
    }
    boolean matched = false;
    while (pattern[i] != ']') {
      i += pattern[i] == '\\' ? 1 : 0;
      int low = pattern[i++];
      int high = low;
      if (pattern[i] == '-') {
        i++;
        i += pattern[i] == '\\' ? 1 : 0;
        high = pattern[i++];
      }
      matched |= low <= c && c <= high;
    }
    return matched != negated;
  }

  private int skip(int at) {
    try {
      return next(pattern, at);
    } catch (SyntaxException e) {
      throw new IllegalStateException("checked when it was parsed", e);
    }
  }

  private static int next(int[] pattern, int at) throws SyntaxException {
    switch (pattern[at]) {
      case '\\' -> {
        if (at + 1 == pattern.length) {
          throw new SyntaxException("it ends in a backslash");
        }
        return at + 2;
      }
      case '[' -> {
        return afterClass(pattern, at);
      }
      default -> {
        return at + 1;
      }
    }
  }

  private static int afterClass(int[] pattern, int at) throws SyntaxException {
    int i = at + 1;
    if (i < pattern.length && pattern[i] == '^') {
      i++;
    }
    int members = 0;
    while (i < pattern.length && (pattern[i] != ']' || members == 0)) {
      i = afterMember(pattern, i);
      if (i < pattern.length && pattern[i] == '-') {
        i = afterMember(pattern, i + 1);
      }
      members++;
    }
    if (i >= pattern.length) {
      throw new SyntaxException("a `[` has no `]`");
    }
    return i + 1;
  }

  private static int afterMember(int[] pattern, int at) throws SyntaxException {
    if (at < pattern.length && (pattern[at] == '-' || pattern[at] == ']')) {
      throw new SyntaxException(
          "`" + Character.toString(pattern[at]) + "` in `[...]` needs a backslash before it");
    }
    int i = at < pattern.length && pattern[at] == '\\' ? at + 1 : at;
    if (i >= pattern.length) {
      throw new SyntaxException("a `[` has no `]`");
    }
    return i + 1;
  }
}
