package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads Dockerfiles. The language is that of BuildKit's Dockerfile frontend 1.20 and later: what it
 * refuses gives an error, what it takes gives none.
 */
public final class DockerfileParser {
  /** Longest line in bytes of UTF-8, its ending left out. */
  private static final int LONGEST_LINE = 65_535;

  private DockerfileParser() {}

  /**
   * Parses a Dockerfile. Never throws: what cannot be understood becomes a diagnostic, and parsing
   * goes on with the next instruction.
   */
  public static Parsed parse(Source source) {
    var problems = new Problems(source);
    longLines(source, problems);
    SyntaxTree tree = SyntaxTree.of(source, problems);
    Directives directives = directives(tree, problems);
    continuedBlankLines(source, tree, problems);
    foreignBytes(source, tree.comments(), problems);
    var reader = new InstructionReader(source, tree.escape(), problems);
    var stages = new StageCollector(problems);
    for (Statement statement : tree.statements()) {
      stages.add(statement, reader.read(statement));
    }
    stages.finish(source, tree.statements().isEmpty());
    var dockerfile =
        new Dockerfile(
            source,
            directives,
            stages.globalArgs(),
            stages.stages(),
            stages.strays(),
            tree.comments());
    return new Parsed(dockerfile, problems.sorted());
  }

  /**
   * Parses a trigger that a base image's config carries. Never throws.
   *
   * @param trigger the instruction
   * @param imageName what diagnostics call its place
   */
  public static ParsedTrigger parseOnbuild(String trigger, String imageName) {
    var source = new Source(imageName, trigger);
    var problems = new Problems(source);
    SyntaxTree tree = SyntaxTree.of(source, problems);
    var all = new Range(0, trigger.length());
    if (tree.statements().size() != 1) {
      problems.error(
          "bad-onbuild",
          all,
          "an ONBUILD trigger is one instruction, this has " + tree.statements().size());
      return new ParsedTrigger(Optional.empty(), source, problems.sorted());
    }
    Statement statement = tree.statements().get(0);
    switch (statement.type()) {
      case DockerfileTokens.FROM, DockerfileTokens.MAINTAINER, DockerfileTokens.ONBUILD -> {
        problems.error(
            "bad-onbuild",
            statement.origin().keywordRange(),
            statement.keyword().toUpperCase(Locale.ROOT) + " cannot be a trigger of ONBUILD");
        return new ParsedTrigger(Optional.empty(), source, problems.sorted());
      }
      default -> {}
    }
    Optional<? extends Instruction> read =
        new InstructionReader(source, tree.escape(), problems).read(statement);
    return new ParsedTrigger(read.map(i -> i), source, problems.sorted());
  }

  private static void longLines(Source source, Problems problems) {
    for (int line = 1; line <= source.lineCount(); line++) {
      int start = source.lineStart(line);
      int end = line < source.lineCount() ? source.lineStart(line + 1) - 1 : source.text().length();
      if ((end - start) * 3L > LONGEST_LINE && bytes(source.text(), start, end) > LONGEST_LINE) {
        problems.error(
            "line-too-long",
            new Range(start, end),
            "line " + line + " is longer than " + LONGEST_LINE + " bytes",
            "break it with continuations, or put the data into a file of the context");
      }
    }
  }

  /** What is no text stands in no instruction; in comments it does no harm. */
  private static void foreignBytes(Source source, List<Comment> comments, Problems problems) {
    if (source.text().indexOf('\0') < 0 && SourceBytes.nextByte(source.text(), 0) < 0) {
      return;
    }
    outside(comments, SourceBytes::nextByte, source.text())
        .ifPresent(
            at ->
                problems.error(
                    "not-utf8",
                    new Range(at, at + 1),
                    "this byte is not UTF-8 text",
                    "save the file as UTF-8"));
    outside(comments, (text, from) -> text.indexOf('\0', from), source.text())
        .ifPresent(
            at ->
                problems.error(
                    "nul-byte", new Range(at, at + 1), "a NUL byte stands here", "remove it"));
  }

  /** The first place that a search finds outside of comments. */
  private static Optional<Integer> outside(
      List<Comment> comments, BiFunction<String, Integer, Integer> search, String text) {
    int at = search.apply(text, 0);
    for (Comment comment : comments) {
      if (at < 0 || at < comment.range().start()) {
        break;
      }
      if (at < comment.range().end()) {
        at = search.apply(text, comment.range().end());
      }
    }
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  private static int bytes(String text, int start, int end) {
    int bytes = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static Directives directives(SyntaxTree tree, Problems problems) {
    Optional<String> syntax = Optional.empty();
    Optional<String> check = Optional.empty();
    for (DirectiveLine line : tree.directives()) {
      switch (line.name()) {
        case "syntax" -> syntax = Optional.of(line.firstWord());
        case "check" -> check = Optional.of(line.firstWord());
        default -> {
          String value = line.value();
          if (!value.equals("\\") && !value.equals("`")) {
            problems.error(
                "bad-escape",
                line.valueRange(),
                "the escape character cannot be `" + value + "`",
                "it is a backslash or a backtick");
          }
        }
      }
    }
    return new Directives(syntax, tree.escape(), check);
  }

  private static Fix withoutLines(Source source, List<Integer> starts) {
    List<TextEdit> edits = new ArrayList<>();
    for (int start : starts) {
      int feed = source.text().indexOf('\n', start);
      int end = feed < 0 ? source.text().length() : feed + 1;
      edits.add(new TextEdit(new Range(start, end), ""));
    }
    return new Fix("remove the empty lines", edits, true);
  }

  private static void continuedBlankLines(Source source, SyntaxTree tree, Problems problems) {
    for (Statement statement : tree.statements()) {
      Range range = statement.origin().range();
      int end = JoinedText.lineEnd(source.text(), range.start(), tree.escape());
      List<Integer> blanks =
          ContinuedLines.blanks(source.text(), range.start(), end, tree.escape());
      if (!blanks.isEmpty()) {
        int start = blanks.getFirst();
        problems.warning(
            "empty-continuation",
            new Range(start, start),
            "a blank line stands inside a continued instruction",
            "remove it, or write a comment; this will become an error",
            Optional.of(withoutLines(source, blanks)));
      }
    }
  }
}
