package io.jbuild.grammar.expand;

import java.util.Arrays;

/**
 * A pattern of {@code ${name#pattern}} and its kin: {@code *} is any text, {@code ?} any character,
 * neither a line feed; a backslash makes them plain.
 *
 * <p>Matching simulates all possibilities side by side, so that its time is at most proportional to
 * text times pattern.
 */
final class Glob {
  private static final int ANY = -1;
  private static final int STAR = -2;

  /** Code points, {@link #ANY} and {@link #STAR}. */
  private final int[] parts;

  private Glob(int[] parts) {
    this.parts = parts;
  }

  static Glob compile(String pattern) throws BadSubstitution {
    int[] source = pattern.codePoints().toArray();
    int[] parts = new int[source.length];
    int count = 0;
    for (int i = 0; i < source.length; i++) {
      int c = source[i];
      if (c == '*') {
        c = STAR;
      } else if (c == '?') {
        c = ANY;
      } else if (c == '\\') {
        if (++i == source.length) {
          throw new BadSubstitution("pattern `" + pattern + "` ends in a backslash");
        }
        c = source[i];
        if (c != '*' && c != '?' && c != '\\' && c != '}' && c != '/') {
          throw new BadSubstitution(
              "pattern `"
                  + pattern
                  + "` has the escape `\\"
                  + Character.toString(c)
                  + "`; only * ? \\ } / can be escaped");
        }
      }
      parts[count++] = c;
    }
    return new Glob(Arrays.copyOf(parts, count));
  }

  /** The text without the shortest or longest start that matches. */
  String withoutPrefix(String text, boolean longest) {
    int[] points = text.codePoints().toArray();
    int end = match(points, 0, longest);
    return end < 0 ? text : new String(points, end, points.length - end);
  }

  /** The text without the shortest or longest end that matches. */
  String withoutSuffix(String text, boolean longest) {
    int[] points = text.codePoints().toArray();
    boolean[] starts = starts(points, true);
    int found = -1;
    for (int i = points.length; i >= 0; i--) {
      if (starts[i]) {
        found = i;
        if (!longest) {
          break;
        }
      }
    }
    return found < 0 ? text : new String(points, 0, found);
  }

  /**
   * Replaces the first match, or all that do not overlap; each is the longest at its place.
   *
   * @param replacement for {@code all}, a dollar sign and a name in it stand for a group as in Go's
   *     regular expressions, whose only group is 0, the match
   */
  String replace(String text, String replacement, boolean all) {
    int[] points = text.codePoints().toArray();
    boolean[] starts = starts(points, false);
    var out = new StringBuilder();
    int copied = 0;
    int lastEnd = -1;
    int i = 0;
    while (i <= points.length) {
      int end = starts[i] ? match(points, i, true) : -1;
      if (end < 0 || (end == i && i == lastEnd)) {
        i++;
        continue;
      }
      out.append(new String(points, copied, i - copied));
      if (!all) {
        out.append(replacement);
        copied = end;
        break;
      }
      out.append(template(replacement, new String(points, i, end - i)));
      copied = end;
      lastEnd = end;
      i = end > i ? end : i + 1;
    }
    return out.append(new String(points, copied, points.length - copied)).toString();
  }

  /** End of the shortest or longest match that starts at a place, -1 if there is none. */
  private int match(int[] text, int start, boolean longest) {
    boolean[] states = new boolean[parts.length + 1];
    states[0] = true;
    int end = -1;
    for (int i = start; ; i++) {
      boolean alive = false;
      for (int p = 0; p < states.length; p++) {
        if (states[p]) {
          alive = true;
          if (p < parts.length && parts[p] == STAR) {
            states[p + 1] = true;
          }
        }
      }
      if (states[parts.length]) {
        end = i;
        if (!longest) {
          return end;
        }
      }
      if (!alive || i == text.length) {
        return end;
      }
      for (int p = parts.length; p >= 0; p--) {
        boolean stays = states[p] && p < parts.length && parts[p] == STAR && text[i] != '\n';
        boolean comes = p > 0 && states[p - 1] && consumes(parts[p - 1], text[i]);
        states[p] = stays || comes;
      }
    }
  }

  private static boolean consumes(int part, int c) {
    return part == ANY ? c != '\n' : part == c;
  }

  /** For each place whether a match can start there, one that reaches the end if asked so. */
  private boolean[] starts(int[] text, boolean toTheEnd) {
    boolean[] result = new boolean[text.length + 1];
    boolean[] later = new boolean[parts.length + 1];
    for (int i = text.length; i >= 0; i--) {
      boolean[] now = new boolean[parts.length + 1];
      now[parts.length] = i == text.length || !toTheEnd;
      for (int p = parts.length - 1; p >= 0; p--) {
        if (parts[p] == STAR) {
          now[p] = now[p + 1] || (i < text.length && text[i] != '\n' && later[p]);
        } else {
          now[p] = i < text.length && consumes(parts[p], text[i]) && later[p + 1];
        }
      }
      result[i] = now[0];
      later = now;
    }
    return result;
  }

  private static String template(String template, String match) {
    if (template.indexOf('$') < 0) {
      return template;
    }
    var out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '$' || i + 1 == template.length()) {
        out.append(c);
        continue;
      }
      if (template.charAt(i + 1) == '$') {
        out.append('$');
        i++;
        continue;
      }
      boolean braces = template.charAt(i + 1) == '{';
      int start = i + (braces ? 2 : 1);
      int end = start;
      while (end < template.length() && Characters.isNamePart(template.charAt(end))) {
        end++;
      }
      boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
      if (end == start || !closed) {
        out.append(c);
        continue;
      }
      if (template.substring(start, end).equals("0")) {
        out.append(match);
      }
      i = braces ? end : end - 1;
    }
    return out.toString();
  }
}
