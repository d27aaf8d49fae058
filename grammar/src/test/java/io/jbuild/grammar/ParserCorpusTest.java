package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParserCorpusTest {
  private static Parsed parse(String text) {
    return DockerfileParser.parse(new Source("Dockerfile", text));
  }

  private static List<String> errors(Parsed parsed) {
    return parsed.diagnostics().stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .map(Diagnostic::render)
        .toList();
  }

  @Test
  void dumpsOfTheReferenceParsersOwnCasesAgree() throws IOException {
    var tally = new Corpus.Tally("parser/ast");
    try (var folders = Files.list(Corpus.path("parser/ast"))) {
      for (Path folder : folders.sorted().toList()) {
        var source = new Source("Dockerfile", Corpus.read(folder.resolve("Dockerfile")));
        tally.compare(
            folder.getFileName().toString(),
            Corpus.read(folder.resolve("result")).strip(),
            SyntaxDump.of(source).strip());
      }
    }
    tally.done();
  }

  @Test
  void whatTheReferenceParserRefusesIsRefused() {
    var tally = new Corpus.Tally("parser/errors");
    for (JsonNode record : Corpus.records("parser/errors.jsonl")) {
      boolean fragment = record.has("fragment") && record.get("fragment").asBoolean();
      String text = (fragment ? "FROM scratch\n" : "") + record.get("dockerfile").asText();
      boolean refused =
          record.get("expected").asText().equals("error")
              && !record.get("phase").asText().equals("plan");
      List<String> errors = errors(parse(text));
      tally.compare(record.get("name").asText() + "\n" + errors, refused, !errors.isEmpty());
    }
    tally.done();
  }

  @Test
  void hereDocumentsAgree() {
    var tally = new Corpus.Tally("parser/heredocs");
    for (JsonNode record : Corpus.records("parser/heredocs.jsonl")) {
      String name = record.get("name").asText();
      if (record.has("instruction_text")) {
        Source source = new Source("Dockerfile", record.get("instruction_text").asText());
        var statements = new ArrayList<Statement>();
        new SyntaxReader(source, new Problems(source)).forEach(statements::add);
        tally.compare(name, 1, statements.size());
        tally.compare(name, expected(record), actual(statements.get(0).heredocs()));
      } else if (record.has("line")) {
        var names = new ArrayList<String>();
        record.get("heredoc_names").forEach(n -> names.add(n.asText()));
        var found = HeredocMarker.inLine(record.get("line").asText());
        tally.compare(name, names, found.stream().map(r -> r.marker().get().name()).toList());
      } else if (record.has("word")) {
        var reading = HeredocMarker.read(record.get("word").asText());
        String is =
            reading.error().isPresent()
                ? "invalid"
                : reading.marker().isPresent() ? "valid" : "not a heredoc";
        tally.compare(name, record.get("is").asText(), is);
      } else {
        instruction(record, tally);
      }
    }
    tally.done();
  }

  private static void instruction(JsonNode record, Corpus.Tally tally) {
    String name = record.get("name").asText();
    Parsed parsed = parse("FROM scratch\n" + record.get("dockerfile").asText());
    Instruction instruction = parsed.dockerfile().stages().get(0).instructions().get(0);
    tally.compare(name, List.of(), errors(parsed));
    if (instruction instanceof Copy copy) {
      tally.compare(name, record.get("dest_path").asText(), copy.destination().text());
      var contents = new ArrayList<String>();
      for (JsonNode c : record.get("source_contents")) {
        contents.add(c.get("path").asText() + c.get("expand").asText() + c.get("data").asText());
      }
      tally.compare(
          name,
          contents,
          copy.heredocs().stream().map(h -> h.name() + h.expand() + h.data()).toList());
      tally.compare(name, List.of(), copy.sources());
    } else {
      var run = (Run) instruction;
      tally.compare(
          name, record.get("command").get(0).asText(), ((ShellCommand) run.command()).text());
      JsonNode file = record.get("files").get(0);
      Heredoc heredoc = run.heredocs().get(0);
      tally.compare(name, file.get("data").asText(), heredoc.content());
      tally.compare(name, file.get("chomp").asBoolean(), heredoc.stripTabs());
      tally.compare(name, file.get("name").asText(), heredoc.name());
    }
  }

  private static List<String> expected(JsonNode record) {
    var heredocs = new ArrayList<String>();
    for (JsonNode h : record.get("heredocs")) {
      heredocs.add(
          h.get("name").asText()
              + h.get("expand").asText()
              + h.get("chomp").asText()
              + h.get("fd").asText()
              + h.get("content").asText());
    }
    return heredocs;
  }

  private static List<String> actual(List<Heredoc> heredocs) {
    return heredocs.stream()
        .map(h -> h.name() + h.expand() + h.stripTabs() + h.fileDescriptor() + h.content())
        .toList();
  }

  @Test
  void wordsAndJsonFormsAgree() {
    var tally = new Corpus.Tally("parser/words-and-json");
    for (JsonNode record : Corpus.records("parser/words-and-json.jsonl")) {
      String name = record.get("name").asText();
      if (record.has("words_of")) {
        Parsed parsed = parse("FROM scratch\nARG " + record.get("words_of").asText() + "\n");
        var arg = (Arg) parsed.dockerfile().stages().get(0).instructions().get(0);
        tally.compare(
            name,
            strings(record.get("expected")),
            arg.declarations().stream()
                .map(d -> d.name().text() + d.defaultValue().map(v -> "=" + v.text()).orElse(""))
                .toList());
        continue;
      }
      Parsed parsed = parse("FROM scratch\nCMD " + record.get("text").asText() + "\n");
      if (record.get("expected").isNull()) {
        tally.compare(name, true, !parsed.diagnostics().isEmpty());
        continue;
      }
      var cmd = (Cmd) parsed.dockerfile().stages().get(0).instructions().get(0);
      tally.compare(
          name, strings(record.get("expected")), ((ExecCommand) cmd.command()).arguments());
    }
    tally.done();
  }

  private static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(s -> strings.add(s.asText()));
    return strings;
  }

  @Test
  void directivesAgree() {
    var tally = new Corpus.Tally("parser/directives");
    for (JsonNode record : Corpus.records("parser/directives.jsonl")) {
      String name = record.get("name").asText();
      String text = record.get("text").asText();
      if (record.has("directives")) {
        Directives directives = parse(text).dockerfile().directives();
        tally.compare(
            name,
            record.get("directives").get("escape").asText(),
            String.valueOf(directives.escape()));
        continue;
      }
      Optional<SyntaxDetection> found = SyntaxDetection.detect(text);
      Optional<String> expected =
          record.get("syntax").isNull()
              ? Optional.empty()
              : Optional.of(record.get("syntax").asText());
      tally.compare(name, expected, found.map(SyntaxDetection::image));
      if (record.has("line")) {
        tally.compare(name, record.get("line").asInt(), found.get().line());
      }
    }
    tally.done();
  }

  @Test
  void linesOfContinuedInstructionsAgree() {
    var tally = new Corpus.Tally("parser/lines");
    for (JsonNode record : Corpus.records("parser/lines.jsonl")) {
      Parsed parsed = parse(record.get("dockerfile").asText());
      var expected = new ArrayList<String>();
      record.get("instruction_lines").forEach(line -> expected.add(line.toString()));
      tally.compare(
          record.get("name").asText(),
          expected,
          parsed.dockerfile().instructions().stream()
              .map(i -> "[\"" + i.keyword() + "\"," + i.firstLine() + "," + i.lastLine() + "]")
              .toList());
      List<Diagnostic> warnings =
          parsed.diagnostics().stream().filter(d -> d.code().equals("empty-continuation")).toList();
      for (int i = 0; i < record.get("warnings").size(); i++) {
        int line = warnings.get(i).source().line(warnings.get(i).range().start());
        String message = record.get("warnings").get(i).asText();
        assertTrue(
            parsed.dockerfile().instructions().stream()
                .filter(s -> s.firstLine() <= line && line <= s.lastLine())
                .anyMatch(s -> message.endsWith(s.original())),
            message);
      }
    }
    tally.done();
  }
}
