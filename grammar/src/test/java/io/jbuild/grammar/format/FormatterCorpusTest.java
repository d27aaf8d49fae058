package io.jbuild.grammar.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Samples;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SyntaxDump;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.TextEdits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormatterCorpusTest {
  private static final List<FormatStyle> STYLES =
      List.of(
          FormatStyle.DEFAULT,
          new FormatStyle("\t", FormatStyle.Case.LOWER, false),
          new FormatStyle(" ", FormatStyle.Case.UPPER, false),
          new FormatStyle("  ", FormatStyle.Case.KEEP, true));

  private static Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
      String file = record.get("file").asText();
      texts.put(file, Corpus.read(Corpus.path("dockerfiles/" + file)));
    }
    try (var folders = Files.list(Corpus.path("parser/ast"))) {
      for (Path folder : folders.sorted().toList()) {
        texts.put("ast/" + folder.getFileName(), Corpus.read(folder.resolve("Dockerfile")));
      }
    }
    for (String cases : List.of("parser/errors.jsonl", "lint/hadolint-cases.jsonl")) {
      for (JsonNode record : Corpus.records(cases)) {
        texts.put(cases + record.get("name").asText(), record.get("dockerfile").asText());
      }
    }
    for (int i = 0; i < Samples.TEXTS.size(); i++) {
      texts.put("sample " + i, Samples.TEXTS.get(i));
    }
    return texts;
  }

  /** That it says the same the formatter checks itself. */
  @Test
  void everyFileIsFormattedAndThenFormattedAlready() throws IOException {
    var tally = new Corpus.Tally("format");
    texts()
        .forEach(
            (name, text) -> {
              for (FormatStyle style : STYLES) {
                tally.compare(name, "", outcome(text, style));
              }
            });
    tally.done();
  }

  private static String outcome(String text, FormatStyle style) {
    try {
      String once = Formatter.format(new Source("Dockerfile", text), style);
      String twice = Formatter.format(new Source("Dockerfile", once), style);
      return once.equals(twice) ? "" : "not stable:\n" + once + "\n=====\n" + twice;
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /** Where no command is touched and no keyword, the reference parser's dump is the same. */
  @Test
  void theDumpOfEveryFileIsTheSame() throws IOException {
    var tally = new Corpus.Tally("format/dump");
    var style = new FormatStyle("    ", FormatStyle.Case.KEEP, true);
    texts()
        .forEach(
            (name, text) -> {
              var source = new Source("Dockerfile", text);
              String formatted = Formatter.format(source, style);
              tally.compare(
                  name, SyntaxDump.of(source), SyntaxDump.of(new Source("Dockerfile", formatted)));
            });
    tally.done();
  }

  @Test
  void linesAsEditorsIndentThem() {
    var tally = new Corpus.Tally("langserver/formatting");
    for (JsonNode record : Corpus.records("langserver/formatting.jsonl")) {
      var source = new Source("Dockerfile", record.get("document").asText());
      JsonNode options = record.get("options");
      boolean spaces = options.get("insertSpaces").asBoolean();
      String indent = spaces ? " ".repeat(options.get("tabSize").asInt()) : "\t";
      boolean keep = options.path("ignoreMultilineInstructions").asBoolean();
      var indentation = new Indentation(DockerfileParser.parse(source), indent, keep);
      var lines = new Lines(source.text());
      List<TextEdit> edits =
          switch (record.get("feature").asText()) {
            case "format-document" -> indentation.document();
            case "format-range" ->
                indentation.lines(
                    record.get("range").get(0).asInt(), record.get("range").get(2).asInt());
            default -> {
              JsonNode position = record.get("position");
              int at = lines.starts.get(position.get(0).asInt()) + position.get(1).asInt();
              yield indentation.typed(at, record.get("typed").asText().charAt(0));
            }
          };
      List<String> expected = new ArrayList<>();
      for (JsonNode edit : record.get("expected")) {
        expected.add(edit.get("range") + edit.get("new_text").asText());
      }
      List<String> actual = new ArrayList<>();
      for (TextEdit edit : edits) {
        actual.add(lines.positions(edit.range()) + edit.replacement());
      }
      tally.compare(record.get("name").asText(), expected, actual);
    }
    tally.done();
  }

  /** Places as editors count them. */
  private static final class Lines {
    private final List<Integer> starts = new ArrayList<>(List.of(0));

    Lines(String text) {
      Matcher endings = Pattern.compile("\r\n|\r|\n").matcher(text);
      while (endings.find()) {
        starts.add(endings.end());
      }
    }

    String positions(Range range) {
      int line = 0;
      while (line + 1 < starts.size() && starts.get(line + 1) <= range.start()) {
        line++;
      }
      int start = starts.get(line);
      return "[%d,%d,%d,%d]".formatted(line, range.start() - start, line, range.end() - start);
    }
  }

  @Test
  void theEditsOfEachLineAloneSayTheSameToo() throws IOException {
    for (String text : texts().values()) {
      var parsed = DockerfileParser.parse(new Source("Dockerfile", text));
      Source source = parsed.dockerfile().source();
      for (int line = 1; line <= source.lineCount(); line += source.lineCount() / 4 + 1) {
        var range = new Range(source.lineStart(line), source.lineStart(line));
        TextEdits.apply(text, Formatter.edits(parsed, FormatStyle.DEFAULT, range));
      }
    }
  }
}
