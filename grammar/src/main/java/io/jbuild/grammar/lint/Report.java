package io.jbuild.grammar.lint;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.CommentsAbove;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DiagnosticList;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects findings and knows which rules run where. */
final class Report {
  private static final String DIRECTIVE = "check=";

  private final Source source;
  private final CheckOptions options;
  private final CommentsAbove comments;
  private final DiagnosticList found = new DiagnosticList();
  private final Set<Integer> badOptions = new HashSet<>();
  private boolean failed;

  Report(Source source, CheckOptions options, List<Comment> comments) {
    this.source = source;
    this.options = options;
    this.comments = new CommentsAbove(source, comments);
  }

  Source source() {
    return source;
  }

  /** The comments right above an instruction, the nearest first. */
  List<Comment> above(Instruction instruction) {
    return comments.of(instruction);
  }

  /** The place of an instruction, with the options of the comments above it. */
  Place place(Instruction instruction) {
    List<String> given = new ArrayList<>();
    for (Comment comment : above(instruction)) {
      if (comment.text().startsWith(DIRECTIVE)) {
        try {
          String text = comment.text().substring(DIRECTIVE.length());
          if (!CheckOptions.parse(text).equals(CheckOptions.NONE)) {
            given.add(text);
          }
        } catch (IllegalArgumentException e) {
          badOption(comment.range(), e.getMessage());
        }
      }
    }
    // As one text: to merge them one by one would take the square of their number.
    CheckOptions here =
        given.isEmpty() ? options : options.merged(CheckOptions.parse(String.join(";", given)));
    return new Place(instruction, here, false);
  }

  private void badOption(Range range, String message) {
    var bad =
        new Diagnostic(
            Severity.WARNING, "bad-check-option", source, range, message, Optional.empty());
    if (badOptions.add(range.start())) {
      found.add(bad);
    }
  }

  /**
   * Adds a finding of a rule, unless it is skipped there.
   *
   * @param fix how to mend it; left out where what is checked is a trigger, which has no place
   *     there
   * @param exact the characters it is about; where they stand in a later line of the instruction
   *     the finding begins at the keyword, so that its line is BuildKit's
   */
  void warn(Rule rule, Place place, Range exact, String message, String hint, Optional<Fix> fix) {
    if (!place.options().runs(rule)) {
      return;
    }
    Range focus = place.trigger() ? place.keyword() : exact;
    Range range = focus;
    if (source.line(focus.start()) != place.instruction().firstLine()) {
      range = place.keyword().to(focus);
    }
    Optional<Fix> mending = place.trigger() ? Optional.empty() : fix;
    add(rule, place.options(), range, focus, message, hint, mending);
  }

  /** Adds a finding that nothing but its reader can mend. */
  void warn(Rule rule, Place place, Range exact, String message, String hint) {
    warn(rule, place, exact, message, hint, Optional.empty());
  }

  /** Adds a finding where it is, with the options of the whole file. */
  void warn(Rule rule, Range range, String message, String hint, Optional<Fix> fix) {
    if (options.runs(rule)) {
      add(rule, options, range, range, message, hint, fix);
    }
  }

  private void add(
      Rule rule,
      CheckOptions here,
      Range range,
      Range focus,
      String message,
      String hint,
      Optional<Fix> fix) {
    Severity severity = here.error() ? Severity.ERROR : Severity.WARNING;
    found.add(
        new Diagnostic(severity, rule.id(), source, range, focus, message, Optional.of(hint), fix));
  }

  /** Adds what makes the file unbuildable; nothing that comes after it can be checked. */
  void fail(String code, Range range, String message, String hint) {
    failed = true;
    found.add(new Diagnostic(Severity.ERROR, code, source, range, message, Optional.of(hint)));
  }

  boolean failed() {
    return failed;
  }

  List<Diagnostic> sorted(List<Diagnostic> others) {
    List<Diagnostic> all = new ArrayList<>(others);
    all.addAll(found.all());
    all.sort(Comparator.comparingInt(d -> d.range().start()));
    return all;
  }
}
