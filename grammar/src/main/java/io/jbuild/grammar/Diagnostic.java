package io.jbuild.grammar;

import java.util.Locale;
import java.util.Optional;

/**
 * Something to say about a place in a source: one shape for parsing, checks, planning and builds.
 *
 * @param severity how much it matters
 * @param code stable name of the kind of finding, lower case with dashes, or the name of a build
 *     check as its users know it
 * @param source the text it is about
 * @param range the characters it is about; its line is the one that reports name
 * @param focus the characters at fault: the range, or those of a later line that it ends with,
 *     where others name the first line of the instruction
 * @param message what happened: one line, lower case, objects in backticks
 * @param hint what to do about it
 * @param fix how an editor or {@code check --fix} can mend it
 */
public record Diagnostic(
    Severity severity,
    String code,
    Source source,
    Range range,
    Range focus,
    String message,
    Optional<String> hint,
    Optional<Fix> fix) {
  private static final int LONGEST = 1000;

  /** A message that holds a word of megabytes is cut. */
  public Diagnostic {
    if (message.length() > LONGEST) {
      message = message.substring(0, LONGEST - 1) + "…";
    }
  }

  /** One that nothing but its reader can mend. */
  public Diagnostic(
      Severity severity,
      String code,
      Source source,
      Range range,
      String message,
      Optional<String> hint) {
    this(severity, code, source, range, message, hint, Optional.empty());
  }

  /** One whose whole range is at fault. */
  public Diagnostic(
      Severity severity,
      String code,
      Source source,
      Range range,
      String message,
      Optional<String> hint,
      Optional<Fix> fix) {
    this(severity, code, source, range, range, message, hint, fix);
  }

  /** The same with a way to mend it. */
  public Diagnostic withFix(Fix fix) {
    return new Diagnostic(severity, code, source, range, focus, message, hint, Optional.of(fix));
  }

  /** The same, with the characters of its range that are at fault. */
  public Diagnostic withFocus(Range exact) {
    return new Diagnostic(severity, code, source, range, exact, message, hint, fix);
  }

  /** The same under another code. */
  public Diagnostic withCode(String other) {
    return new Diagnostic(severity, other, source, range, focus, message, hint, fix);
  }

  /** The same where it matters more or less. */
  public Diagnostic withSeverity(Severity other) {
    return other == severity
        ? this
        : new Diagnostic(other, code, source, range, focus, message, hint, fix);
  }

  /**
   * The text form: place, severity, message and code; the line of the focus with a caret run below
   * it; the hint. Ends in a line feed.
   */
  public String render() {
    int shown = source.line(focus.start());
    Excerpt excerpt = Excerpt.of(source, focus.start(), focus.length());
    String number = Integer.toString(shown);
    String gutter = " ".repeat(Math.max(0, 5 - number.length())) + number + " | ";
    var text = new StringBuilder();
    text.append(source.name()).append(':').append(source.line(range.start())).append(':');
    text.append(source.column(range.start())).append(": ");
    text.append(severity.name().toLowerCase(Locale.ROOT)).append(": ");
    text.append(message).append(" [").append(code).append("]\n");
    text.append(gutter).append(excerpt.line()).append('\n');
    text.append(" ".repeat(gutter.length() - 2)).append("| ").append(excerpt.carets()).append('\n');
    hint.ifPresent(h -> text.append("     ").append(h).append('\n'));
    return text.toString();
  }
}
