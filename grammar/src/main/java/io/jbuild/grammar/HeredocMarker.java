package io.jbuild.grammar;

import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The word that announces a here-document, such as {@code 3<<-"EOF"}.
 *
 * @param name the delimiter, unquoted
 * @param expand whether no part of the name was quoted
 * @param stripTabs whether there is a dash
 * @param fileDescriptor the number before it, 0 if there is none
 * @param raw the word as written
 */
record HeredocMarker(
    String name, boolean expand, boolean stripTabs, int fileDescriptor, String raw) {

  /** What a word is: a marker, no marker, or one whose name cannot be read. */
  record Reading(Optional<HeredocMarker> marker, Optional<String> error) {
    private static final Reading NONE = new Reading(Optional.empty(), Optional.empty());
  }

  /**
   * The markers of a logical line. A line that is no sequence of shell words, for the sake of an
   * open quote perhaps, has none: the shell has to tell.
   */
  static List<Reading> inLine(String line) {
    if (!line.contains("<<")) {
      return List.of();
    }
    Expansion split = WordExpander.splitting().expandWords(line, Variables.NONE);
    List<Reading> markers = new ArrayList<>();
    for (String word : split.words()) {
      Reading reading = read(word);
      if (reading != Reading.NONE) {
        markers.add(reading);
      }
    }
    return markers;
  }

  /** Reads one word. */
  static Reading read(String word) {
    int at = 0;
    while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
      at++;
    }
    if (!word.startsWith("<<", at)) {
      return Reading.NONE;
    }
    String digits = word.substring(0, at);
    at += 2;
    boolean stripTabs = at < word.length() && word.charAt(at) == '-';
    if (stripTabs) {
      at++;
    }
    while (at < word.length() && (Blanks.isAscii(word.charAt(at)) || word.charAt(at) == '\n')) {
      at++;
    }
    String rest = word.substring(at);
    if (rest.isEmpty() || rest.indexOf('<') >= 0) {
      return Reading.NONE;
    }
    Expansion plain = WordExpander.heredocNames(false).expandWords(rest, Variables.NONE);
    if (!plain.ok()) {
      return new Reading(Optional.empty(), plain.error());
    }
    if (plain.words().size() != 1) {
      return Reading.NONE;
    }
    Expansion quoted = WordExpander.heredocNames(true).expandWords(rest, Variables.NONE);
    String name = plain.words().get(0);
    boolean expand = quotes(name) == quotes(quoted.value());
    return new Reading(
        Optional.of(new HeredocMarker(name, expand, stripTabs, descriptor(digits), word)),
        Optional.empty());
  }

  private static int descriptor(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static long quotes(String text) {
    return text.chars().filter(c -> c == '\'' || c == '"').count();
  }

  /** Whether the line between two offsets, its ending included, closes the here-document. */
  boolean closes(String text, int from, int to) {
    int start = from;
    int end = to;
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    while (stripTabs && start < end && text.charAt(start) == '\t') {
      start++;
    }
    return end - start == name.length() && text.startsWith(name, start);
  }
}
