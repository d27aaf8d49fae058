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
  /** The code of what is said of a file that has more in it than is read. */
  public static final String TOO_LONG = "file-too-long";

  /** Longest line in bytes of UTF-8, its ending left out. */
  private static final int LONGEST_LINE = 65_535;

  private DockerfileParser() {}

  /**
   * Parses a Dockerfile. Never throws: what cannot be understood becomes a diagnostic, and parsing
   * goes on with the next instruction. Takes time and memory in proportion to the text; after three
   * million keywords and words it reads no further and says so.
   */
  public static Parsed parse(Source source) {
    var problems = new Problems(source);
    longLines(source, problems);
    var syntax = new SyntaxReader(source, problems);
    Directives directives = directives(syntax, problems);
    var reader = new InstructionReader(source, syntax.escape(), problems);
    var stages = new StageCollector(problems);
    syntax.forEach(
        statement -> {
          continuedBlankLines(statement, source, syntax.escape(), problems);
          stages.add(statement, reader.read(statement));
        });
    foreignBytes(source, syntax.comments(), problems);
    stages.finish(source);
    var dockerfile =
        new Dockerfile(
            source,
            directives,
            stages.globalArgs(),
            stages.stages(),
            stages.strays(),
            syntax.comments());
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
    var syntax = new SyntaxReader(source, problems);
    syntax.directives();
    Statement statement = syntax.next();
    int count = statement == null ? 0 : 1;
    while (syntax.next() != null) {
      count++;
    }
    if (count != 1) {
      problems.error(
          "bad-onbuild",
          new Range(0, trigger.length()),
          "an ONBUILD trigger is one instruction, this has " + count);
      return new ParsedTrigger(Optional.empty(), source, problems.sorted());
    }
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
        new InstructionReader(source, syntax.escape(), problems).read(statement);
    return new ParsedTrigger(read.map(i -> i), source, problems.sorted());
  }

  private static void longLines(Source source, Problems problems) {
    String text = source.text();
    for (int start = 0; start < text.length(); ) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed;
      if ((end - start) * 3L > LONGEST_LINE && bytes(text, start, end) > LONGEST_LINE) {
        problems.error(
            "line-too-long",
            new Range(start, end),
            "line " + source.line(start) + " is longer than " + LONGEST_LINE + " bytes",
            "break it with continuations, or put the data into a file of the context");
      }
      start = end + 1;
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

  private static Directives directives(SyntaxReader reader, Problems problems) {
    Optional<String> syntax = Optional.empty();
    Optional<String> check = Optional.empty();
    for (DirectiveLine line : reader.directives()) {
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
    return new Directives(syntax, reader.escape(), check);
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

  private static void continuedBlankLines(
      Statement statement, Source source, char escape, Problems problems) {
    int start = statement.origin().range().start();
    int end = JoinedText.lineEnd(source.text(), start, escape);
    List<Integer> blanks = ContinuedLines.blanks(source.text(), start, end, escape);
    if (!blanks.isEmpty()) {
      int first = blanks.getFirst();
      problems.warning(
          "empty-continuation",
          new Range(first, first),
          "a blank line stands inside a continued instruction",
          "remove it, or write a comment; this will become an error",
          Optional.of(withoutLines(source, blanks)));
    }
  }
}
