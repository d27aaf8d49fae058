package io.jbuild.grammar;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which frontend a build file asks for, in whatever language it is written: {@code #
 * syntax=image}, {@code // syntax=image} or a JSON object with a member {@code syntax}.
 *
 * @param image the frontend's image
 * @param line where it stands, counted from 1; 0 for JSON
 */
public record SyntaxDetection(String image, int line) {

  /** Looks for it, after a byte order mark and a {@code #!} line if there are any. */
  public static Optional<SyntaxDetection> detect(String file) {
    String text = file.startsWith("\uFEFF") ? file.substring(1) : file;
    int line = 1;
    if (text.startsWith("#!")) {
      int end = text.indexOf('\n');
      text = end < 0 ? "" : text.substring(end + 1);
      line = 2;
    }
    for (String marker : new String[] {"#", "//"}) {
      Optional<SyntaxDetection> found = detect(text, marker, line);
      if (found.isPresent()) {
        return found;
      }
    }
    return text.stripLeading().startsWith("{")
        ? JsonForm.member(text.strip(), "syntax").map(image -> new SyntaxDetection(image, 0))
        : Optional.empty();
  }

  private static Optional<SyntaxDetection> detect(String text, String marker, int firstLine) {
    Set<String> seen = new HashSet<>();
    int line = firstLine;
    int start = 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed;
      int trimmed = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
      var directive = DirectiveLine.read(text.substring(start, trimmed), marker, start);
      if (directive.isEmpty() || !seen.add(directive.get().name())) {
        return Optional.empty();
      }
      if (directive.get().name().equals("syntax")) {
        return Optional.of(new SyntaxDetection(directive.get().firstWord(), line));
      }
      start = end + 1;
      line++;
    }
    return Optional.empty();
  }
}
