package io.jbuild.grammar.lint;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Maintainer;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Word;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rules that look at one instruction alone: they run in files that have errors, too. */
final class InstructionChecks {
  /** What the parser calls the finding that NoEmptyContinuation is made of. */
  static final String EMPTY_CONTINUATION = "empty-continuation";

  private final Dockerfile file;
  private final Source source;
  private final Report report;
  private StageRename rename;

  InstructionChecks(Dockerfile file, Report report) {
    this.file = file;
    this.source = file.source();
    this.report = report;
  }

  void run(List<Diagnostic> parsing) {
    for (Instruction instruction : file.instructions()) {
      Place place = report.place(instruction);
      switch (instruction) {
        case From from -> from(from, place);
        case Arg arg -> {
          List<String> names = arg.declarations().stream().map(d -> d.name().text()).toList();
          Range range = arg.declarations().getFirst().name().range();
          description("ARG", names, range, place);
        }
        case Maintainer maintainer ->
            report.warn(
                Rule.MAINTAINER_DEPRECATED,
                place,
                maintainer.origin().keywordRange(),
                "MAINTAINER is deprecated",
                "write `LABEL org.opencontainers.image.authors=\"…\"`",
                Fixes.authors(source, maintainer, file.directives().escape()));
        default -> {}
      }
    }
    emptyContinuations(parsing);
  }

  private void from(From from, Place place) {
    if (from.alias().isEmpty()) {
      return;
    }
    Word alias = from.alias().get();
    String lower = alias.text().toLowerCase(Locale.ROOT);
    if (!lower.equals(alias.text())) {
      report.warn(
          Rule.STAGE_NAME_CASING,
          place,
          alias.range(),
          "the stage name `" + alias.text() + "` has upper-case letters",
          "stages are found without regard to case: write `" + lower + "`",
          Optional.of(rename().lowerCase(alias)));
    }
    asCasing(from, place);
    description("FROM", List.of(lower), alias.range(), place);
  }

  private StageRename rename() {
    if (rename == null) {
      rename = new StageRename(file);
    }
    return rename;
  }

  /** A keyword of mixed case is another rule's business. */
  private void asCasing(From from, Place place) {
    String keyword = from.origin().keyword();
    Range between =
        new Range(from.image().range().end(), from.alias().orElseThrow().range().start());
    Optional<Range> found = as(between);
    if (found.isEmpty()) {
      return;
    }
    String as = source.text(found.get());
    boolean lower = keyword.equals(keyword.toLowerCase(Locale.ROOT));
    boolean upper = keyword.equals(keyword.toUpperCase(Locale.ROOT));
    String right = lower ? "as" : "AS";
    if ((lower || upper) && !as.equals(right)) {
      report.warn(
          Rule.FROM_AS_CASING,
          place,
          found.get(),
          "`" + as + "` is not in the case of `" + keyword + "`",
          "write `" + right + "`",
          Optional.of(Fixes.write(found.get(), right)));
    }
  }

  /** The word AS; comments may stand between it and the image. */
  private Optional<Range> as(Range between) {
    for (int at = between.end() - 2; at >= between.start(); at--) {
      Range range = new Range(at, at + 2);
      if (source.text(range).equalsIgnoreCase("as")) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  private void description(String keyword, List<String> names, Range range, Place place) {
    List<Comment> above = report.above(place.instruction());
    if (above.isEmpty()) {
      return;
    }
    String text = above.getFirst().text();
    int space = text.indexOf(' ');
    if (!names.contains(space < 0 ? text : text.substring(0, space))) {
      String name = names.size() > 1 ? "<name>" : names.getFirst();
      report.warn(
          Rule.INVALID_DEFINITION_DESCRIPTION,
          place,
          range,
          "the comment above this " + keyword + " does not describe it",
          "begin it with `# " + name + " `, or leave an empty line after it",
          Optional.of(Fixes.described(above.getFirst(), source, names.getFirst())));
    }
  }

  /** Both are in the order of the file. */
  private void emptyContinuations(List<Diagnostic> parsing) {
    List<Instruction> instructions = file.instructions();
    int at = 0;
    for (Diagnostic d : parsing) {
      if (d.code().equals(EMPTY_CONTINUATION)) {
        int blank = d.range().start();
        while (at < instructions.size() && instructions.get(at).range().end() < blank) {
          at++;
        }
        if (at < instructions.size() && instructions.get(at).range().start() <= blank) {
          emptyContinuation(instructions.get(at), blank, d.fix());
        }
      }
    }
  }

  /** BuildKit names the last line of the instruction, here-documents left out. */
  private void emptyContinuation(Instruction instruction, int blank, Optional<Fix> fix) {
    int last =
        instruction.heredocs().stream()
            .map(Heredoc::body)
            .mapToInt(body -> source.line(body.start()) - 1)
            .min()
            .orElse(instruction.lastLine());
    int start = source.lineStart(last);
    report.warn(
        Rule.NO_EMPTY_CONTINUATION,
        new Range(start, start + source.lineText(last).length()),
        "this instruction goes on over the empty line " + source.line(blank),
        "remove the empty line, or write a comment there; it will become an error",
        fix);
  }
}
