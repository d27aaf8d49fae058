package io.jbuild.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DockerfileCorpusTest {
  private static Source source(JsonNode record) {
    String file = record.get("file").asText();
    return new Source(file, Corpus.read(Corpus.path("dockerfiles/" + file)));
  }

  @Test
  void everyFileIsTakenOrRefusedAsTheReferenceParserDoes() {
    var tally = new Corpus.Tally("dockerfiles/parse");
    for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
      Parsed parsed = DockerfileParser.parse(source(record));
      String errors =
          String.join(
              "",
              parsed.diagnostics().stream()
                  .filter(d -> d.severity() == Severity.ERROR)
                  .map(Diagnostic::render)
                  .toList());
      boolean ok = record.get("parse").has("ok") && record.get("parse").get("ok").asBoolean();
      tally.compare(record.get("file").asText() + "\n" + errors, ok, errors.isEmpty());
    }
    tally.done();
  }

  @Test
  void everyFileHasTheInstructionsLinesAndStagesOfTheReferenceParser() {
    var tally = new Corpus.Tally("dockerfiles/tree");
    for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
      Source source = source(record);
      String file = record.get("file").asText();
      var expected = new ArrayList<String>();
      record.get("instructions").forEach(i -> expected.add(i.toString()));
      var actual = new ArrayList<String>();
      new SyntaxReader(source, new Problems(source))
          .forEach(
              s ->
                  actual.add(
                      "[\""
                          + s.keyword().replace("\"", "\\\"").toUpperCase(java.util.Locale.ROOT)
                          + "\","
                          + s.origin().firstLine()
                          + ","
                          + s.origin().lastLine()
                          + "]"));
      tally.compare(file, upperKeywords(expected), actual);
      Dockerfile dockerfile = DockerfileParser.parse(source).dockerfile();
      tally.compare(file, record.get("escape").asText(), dockerfile.directives().escape());
      if (record.has("stages")) {
        tally.compare(file, stages(record), stages(dockerfile));
        tally.compare(file, globalArgs(record), globalArgs(dockerfile));
        tally.compare(file, heredocs(record), heredocs(dockerfile));
      }
    }
    tally.done();
  }

  private static List<String> upperKeywords(List<String> expected) {
    return expected.stream().map(text -> text.toUpperCase(java.util.Locale.ROOT)).toList();
  }

  private static List<String> stages(JsonNode record) {
    List<String> stages = new ArrayList<>();
    for (JsonNode stage : record.get("stages")) {
      List<String> commands = new ArrayList<>();
      stage.get("commands").forEach(command -> commands.add(command.asText()));
      String platform = stage.has("platform") ? stage.get("platform").asText() : "";
      stages.add(
          stage.get("name").asText()
              + "|"
              + stage.get("base").asText()
              + "|"
              + platform
              + commands);
    }
    return stages;
  }

  private static List<String> stages(Dockerfile dockerfile) {
    return dockerfile.stages().stream()
        .map(
            stage ->
                stage.name().orElse("")
                    + "|"
                    + stage.from().image().text()
                    + "|"
                    + stage.from().platform().map(Word::text).orElse("")
                    + stage.instructions().stream().map(Instruction::keyword).toList())
        .toList();
  }

  private static List<String> globalArgs(JsonNode record) {
    List<String> args = new ArrayList<>();
    if (record.has("global_args")) {
      record.get("global_args").forEach(arg -> args.add(arg.asText()));
    }
    return args;
  }

  private static List<String> globalArgs(Dockerfile dockerfile) {
    return dockerfile.globalArgs().stream()
        .flatMap(arg -> arg.declarations().stream())
        .map(d -> d.name().text() + d.defaultValue().map(v -> "=" + v.text()).orElse(""))
        .toList();
  }

  private static List<String> heredocs(JsonNode record) {
    List<String> heredocs = new ArrayList<>();
    if (record.has("heredocs")) {
      for (JsonNode h : record.get("heredocs")) {
        heredocs.add(
            h.get("instruction").asInt()
                + " "
                + h.get("name").asText()
                + " "
                + h.get("expand").asBoolean()
                + " "
                + h.get("chomp").asBoolean()
                + " "
                + h.get("fd").asInt()
                + " "
                + h.get("sha256").asText());
      }
    }
    return heredocs;
  }

  private static List<String> heredocs(Dockerfile dockerfile) {
    List<String> heredocs = new ArrayList<>();
    List<Instruction> instructions = dockerfile.instructions();
    for (int i = 0; i < instructions.size(); i++) {
      for (Heredoc h : instructions.get(i).heredocs()) {
        heredocs.add(
            i
                + " "
                + h.name()
                + " "
                + h.expand()
                + " "
                + h.stripTabs()
                + " "
                + h.fileDescriptor()
                + " "
                + sha256(h.content()));
      }
    }
    return heredocs;
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyFileDumpsAsTheReferenceParserDumpsIt() {
    var tally = new Corpus.Tally("dockerfiles/ast");
    for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
      String file = record.get("file").asText();
      var expected = Corpus.path("dockerfiles/ast/" + file + ".ast");
      tally.compare(file, Corpus.read(expected).strip(), SyntaxDump.of(source(record)).strip());
    }
    tally.done();
  }
}
