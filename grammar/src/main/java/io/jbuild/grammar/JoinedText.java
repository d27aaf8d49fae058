package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a source whose continued lines are joined, with the way back to the source's offsets.
 *
 * <p>A line is continued if its last character, blanks and tabs aside, is the escape character and
 * the one before is not. The marker, the line feed and all blank and comment lines that follow
 * vanish; blanks at the start of the next line stay.
 */
public final class JoinedText {
  private static final int[] FROM_START = {0};

  private final String text;

  /** Where each part of the joined text begins that stands in one piece in the source. */
  private final int[] parts;

  /** Where these parts stand in the source. */
  private final int[] offsets;

  private JoinedText(String text, int[] parts, int[] offsets) {
    this.text = text;
    this.parts = parts;
    this.offsets = offsets;
  }

  /**
   * Joins what stands between two offsets.
   *
   * @param escape the escape character of the file
   */
  public static JoinedText of(String source, int start, int end, char escape) {
    int found = nextContinuation(source, start, end, escape);
    if (found < 0) {
      return new JoinedText(source.substring(start, end), FROM_START, new int[] {start});
    }
    var text = new StringBuilder(end - start);
    int[] parts = new int[4];
    int[] offsets = new int[4];
    int count = 0;
    int from = start;
    while (from < end || count == 0) {
      int to = found < 0 ? end : found;
      if (to > from || count == 0) {
        if (count == parts.length) {
          parts = Arrays.copyOf(parts, count * 2);
          offsets = Arrays.copyOf(offsets, count * 2);
        }
        // An empty first part stands for nothing but where the text begins.
        count -= count == 1 && text.isEmpty() ? 1 : 0;
        parts[count] = text.length();
        offsets[count++] = from;
        text.append(source, from, to);
      }
      from = found < 0 ? end : Math.min(end, continuationEnd(source, found, escape));
      found = found < 0 ? -1 : nextContinuation(source, from, end, escape);
    }
    return new JoinedText(
        text.toString(), Arrays.copyOf(parts, count), Arrays.copyOf(offsets, count));
  }

  private static int nextContinuation(String source, int start, int end, char escape) {
    int at = source.indexOf(escape, start, end);
    while (at >= 0 && !continues(source, at, escape)) {
      at = source.indexOf(escape, at + 1, end);
    }
    return at;
  }

  /** Where the logical line ends that an offset is in: at its line feed, or the end of the text. */
  static int lineEnd(String source, int start, char escape) {
    int at = start;
    while (at < source.length() && source.charAt(at) != '\n') {
      int after = source.charAt(at) == escape ? continuationEnd(source, at, escape) : -1;
      at = after >= 0 ? after : at + 1;
    }
    return at;
  }

  /** Where a continuation that begins at an offset ends, -1 if there is none. */
  static int continuationEnd(String source, int at, char escape) {
    if (!continues(source, at, escape)) {
      return -1;
    }
    int lineFeed = source.indexOf('\n', at);
    return lineFeed < 0 ? source.length() : afterIgnored(source, lineFeed + 1);
  }

  /** Whether the character at an offset continues the line. */
  static boolean continues(String source, int at, char escape) {
    if (source.charAt(at) != escape || (at > 0 && source.charAt(at - 1) == escape)) {
      return false;
    }
    int i = at + 1;
    while (i < source.length() && (source.charAt(i) == ' ' || source.charAt(i) == '\t')) {
      i++;
    }
    while (i < source.length() && source.charAt(i) == '\r') {
      i++;
    }
    return i == source.length() || source.charAt(i) == '\n';
  }

  private static int afterIgnored(String source, int lineStart) {
    int start = lineStart;
    while (start < source.length()) {
      int i = start;
      while (i < source.length() && source.charAt(i) != '\n' && Blanks.is(source.charAt(i))) {
        i++;
      }
      if (i < source.length() && source.charAt(i) == '#') {
        i = source.indexOf('\n', i);
        i = i < 0 ? source.length() : i;
      }
      if (i == source.length()) {
        return i;
      }
      if (source.charAt(i) != '\n') {
        return start;
      }
      start = i + 1;
    }
    return start;
  }

  /** The joined text. */
  public String text() {
    return text;
  }

  /** Length of the joined text. */
  public int length() {
    return text.length();
  }

  /** Where the characters end that stand in one piece in the source with the one at an index. */
  public int pieceEnd(int index) {
    int found = Arrays.binarySearch(parts, index);
    int next = found >= 0 ? found + 1 : -found - 1;
    return next < parts.length ? parts[next] : text.length();
  }

  /** Offset in the source of a character; of the end, the offset after the last character. */
  public int offset(int index) {
    int at = index == text.length() && index > 0 ? index - 1 : index;
    int found = Arrays.binarySearch(parts, at);
    int part = found >= 0 ? found : -found - 2;
    return offsets[part] + index - parts[part];
  }

  /** The first character that stands at an offset of the source or after it; the length if none. */
  public int index(int offset) {
    int found = Arrays.binarySearch(offsets, offset);
    int part = found >= 0 ? found : -found - 2;
    if (part < 0) {
      return 0;
    }
    int next = part + 1 < parts.length ? parts[part + 1] : text.length();
    return Math.min(next, parts[part] + offset - offsets[part]);
  }

  /** Where the characters of the joined text from one index up to another stand in the source. */
  public Range range(int from, int to) {
    int start = offset(from);
    return new Range(start, from == to ? start : offset(to - 1) + 1);
  }

  Word word(int from, int to) {
    return new Word(text.substring(from, to), range(from, to));
  }

  /** The whole without the blanks around it. */
  Word trimmed() {
    int from = 0;
    int to = text.length();
    while (to > 0 && Blanks.is(text.charAt(to - 1))) {
      to--;
    }
    while (from < to && Blanks.is(text.charAt(from))) {
      from++;
    }
    return word(from, to);
  }

  /** The words between ASCII blanks. */
  List<Word> words() {
    List<Word> words = new ArrayList<>();
    int end = text.length();
    for (int i = 0; i < end; i++) {
      if (!Blanks.isAscii(text.charAt(i))) {
        int start = i;
        while (i < end && !Blanks.isAscii(text.charAt(i))) {
          i++;
        }
        words.add(word(start, i));
      }
    }
    return words;
  }
}
