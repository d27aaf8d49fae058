package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private record Outcome(int code, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  private static Outcome run(String stdin, String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    var written = new ByteArrayOutputStream();
    var failed = new ByteArrayOutputStream();
    try (var ownOut = new PrintStream(written, true, StandardCharsets.UTF_8);
        var ownErr = new PrintStream(failed, true, StandardCharsets.UTF_8)) {
      System.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
      System.setOut(ownOut);
      System.setErr(ownErr);
      int code = Main.run(args);
      ownOut.flush();
      return new Outcome(
          code, written.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aFileWithNothingToSayIsSilentAndZero() throws IOException {
    String file = file("Dockerfile", "FROM alpine:3\nCMD [\"a\"]\n");
    assertEquals(new Outcome(0, "", ""), run("", "check", file));
    assertEquals(0, run("", "check", "--format=json", file).json().size());
  }

  @Test
  void findingsAreShownWithTheirLineAndACaret() {
    Outcome outcome = run("FROM alpine:3 as b\n", "check", "-");
    assertEquals(1, outcome.code());
    assertEquals(
        """
        <stdin>:1:15: warning: `as` is not in the case of `FROM` [FromAsCasing]
            1 | FROM alpine:3 as b
              |               ^^
             write `AS`
        """,
        outcome.out());
  }

  @Test
  void jsonHasTheFieldsThatOthersRead() throws IOException {
    String file = file("Dockerfile", "FROM alpine:3\nCOPY $x .\nCOPYY a b\n");
    JsonNode found = run("", "check", "--rules=buildkit", "--format=json", file).json();
    assertEquals(1, found.size());
    JsonNode only = found.get(0);
    assertEquals("unknown-instruction jbuild error", text(only, "rule", "source", "severity"));
    assertEquals(file, only.get("file").asText());
    assertEquals("3 1 3 6", text(only, "line", "column", "endLine", "endColumn"));
    assertTrue(only.has("message") && only.has("fix"), only.toString());
  }

  private static String text(JsonNode node, String... fields) {
    List<String> texts = new ArrayList<>();
    for (String field : fields) {
      texts.add(node.get(field).asText());
    }
    return String.join(" ", texts);
  }

  @Test
  void severalFilesAreCheckedInOneCall() throws IOException {
    String one = file("one", "FROM a as b\n");
    String two = file("two", "FROM a\nMAINTAINER me\n");
    JsonNode found = run("", "check", "--rules=buildkit", "--format", "json", one, two).json();
    assertEquals(
        one + " " + two, found.get(0).get("file").asText() + " " + text(found.get(1), "file"));
  }

  @Test
  void targetAndBuildArgsAreHeeded() throws IOException {
    String file = file("Dockerfile", "ARG V\nFROM a AS one\nCOPY $x .\nFROM a:$V AS two\n");
    assertEquals(1, run("", "check", file).code());
    Outcome outcome =
        run(
            "",
            "check",
            "--rules=buildkit",
            "--target=two",
            "--build-arg=V=1",
            "--format=json",
            file);
    assertEquals("InvalidDefaultArgInFrom", text(outcome.json().get(0), "rule"));
    assertEquals(1, outcome.json().size());
  }

  @Test
  void wrongCommandLinesAreTwo() throws IOException {
    Outcome missing = run("", "check", folder.resolve("none").toString());
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("there is no `"), missing.err());
    assertEquals(2, run("", "check", folder.toString()).code());
    assertEquals(2, run("", "check", "--format=yaml", file("D", "FROM a\n")).code());
    assertEquals(2, run("", "parse", "--nothing").code());
    Files.write(folder.resolve("binary"), new byte[] {'F', (byte) 0xC3, 0});
    assertEquals(2, run("", "check", folder.resolve("binary").toString()).code());
  }

  @Test
  void ruleSetsRulesAndThresholdsAreChosen() throws IOException {
    String file = file("Dockerfile", "FROM a as b\nMAINTAINER me\n");
    assertEquals(0, run("", "check", "--rules=shellcheck", file).code());
    assertEquals(
        "MaintainerDeprecated",
        text(
            run("", "check", "--rules=buildkit", "--ignore=fromAsCasing", "--format=json", file)
                .json()
                .get(0),
            "rule"));
    assertEquals(0, run("", "check", "--rules=buildkit", "--failure-threshold=error", file).code());
    assertEquals(
        1, run("", "check", "--rules=buildkit", "--failure-threshold=warning", file).code());
    assertEquals(0, run("", "check", "--failure-threshold=none", file).code());
  }

  @Test
  void errorTrueMakesFindingsErrors() throws IOException {
    String file = file("Dockerfile", "# check=error=true\nFROM a as b\n");
    Outcome outcome =
        run("", "check", "--failure-threshold=error", "--rules=buildkit", "--format=json", file);
    assertEquals("1 error", outcome.code() + " " + text(outcome.json().get(0), "severity"));
  }

  @Test
  void sourcesThatAreMissingAreToldOnlyOfAContextThatIsGiven() throws IOException {
    String file = file("Dockerfile", "FROM a:1\nCOPY main.c lost.log /x/\n");
    file("main.cc", "");
    file(".dockerignore", "# logs\n*.log\n");
    String[] line = {"check", "--rules=jbuild", "--format=json", file};
    JsonNode alone = run("", line).json();
    assertEquals(1, alone.size());
    assertEquals("copy-ignored-source jbuild", text(alone.get(0), "rule", "source"));
    assertTrue(text(alone.get(0), "message").contains("`*.log` in line 2 of `.dockerignore`"));
    JsonNode given =
        run("", "check", "--rules=jbuild", "--format=json", "--context", folder.toString(), file)
            .json();
    assertEquals("missing-source error", text(given.get(0), "rule", "severity"));
    assertEquals("did you mean `main.cc`?", text(given.get(0), "hint"));
  }

  @Test
  void safeFixesAreAppliedOrShown() throws IOException {
    String file = file("Dockerfile", "FROM a:1 as b\nUSER 1\n");
    Outcome shown = run("", "check", "--diff", file);
    assertEquals(1, shown.code());
    assertTrue(shown.out().contains("-FROM a:1 as b\n+FROM a:1 AS b\n"), shown.out());
    assertEquals("FROM a:1 as b\nUSER 1\n", Files.readString(Path.of(file)));
    assertEquals(new Outcome(0, "", ""), run("", "check", "--fix", file));
    assertEquals("FROM a:1 AS b\nUSER 1\n", Files.readString(Path.of(file)));
    assertEquals(new Outcome(0, "", ""), run("", "check", "--diff", file));
    assertEquals(2, run("FROM a:1 as b\n", "check", "--fix", "-").code());
  }

  @Test
  void namesThatDoNotExistGetTheNearest() throws IOException {
    String file = file("Dockerfile", "FROM a\n");
    for (String[] wrong :
        List.of(
            new String[] {"--rules=buildkid", "did you mean `buildkit`?"},
            new String[] {"--ignore=StageNameCasin", "did you mean `StageNameCasing`?"},
            new String[] {"--failure-threshold=warnin", "did you mean `warning`?"},
            new String[] {"--format=sariff", "did you mean `sarif`?"},
            new String[] {"--config=none.yaml", "there is no `none.yaml`"})) {
      Outcome outcome = run("", "check", wrong[0], file);
      assertEquals(2, outcome.code(), wrong[0]);
      assertTrue(outcome.err().contains(wrong[1]), outcome.err());
    }
  }

  @Test
  void aConfigurationOfHadolintIsHeeded() throws IOException {
    String file = file("Dockerfile", "FROM a as b\nMAINTAINER me\n");
    String config =
        file(
            "config.yml",
            "ignored: [FromAsCasing]\noverride:\n  error: [MaintainerDeprecated]\n"
                + "format: json\nfailure-threshold: error\n");
    Outcome outcome = run("", "check", "--rules=buildkit", "--config", config, file);
    assertEquals("1 ", outcome.code() + " " + outcome.err());
    assertEquals("MaintainerDeprecated error", text(outcome.json().get(0), "rule", "severity"));
    String quiet = file("quiet.yaml", "no-fail: true\ncolour: blue\n");
    Outcome warned = run("", "check", "--config", quiet, file);
    assertEquals(0, warned.code());
    assertTrue(warned.err().startsWith(quiet + ":2:1: warning: there is no setting `colour`"));
    String bad = file("bad.yaml", "ignored: {\n");
    Outcome refused = run("", "check", "--config", bad, file);
    assertEquals(2, refused.code());
    assertTrue(refused.err().startsWith(bad + ":2:1: error: this is no YAML"), refused.err());
  }

  @Test
  void sourcesThatDockerignoreLeavesOutAreFound() throws IOException {
    int cases = 0;
    for (String line : Files.readAllLines(corpus("lint/buildkit-cases.jsonl"))) {
      JsonNode record = JSON.readTree(line);
      if (!record.has("dockerignore")) {
        continue;
      }
      cases++;
      file(".dockerignore", record.get("dockerignore").asText());
      String file = file("Dockerfile", record.get("dockerfile").asText());
      List<String> expected = new ArrayList<>();
      record.get("warnings").forEach(w -> expected.add(text(w, "rule", "line")));
      List<String> actual = new ArrayList<>();
      run("", "check", "--rules=buildkit", "--format=json", file)
          .json()
          .forEach(w -> actual.add(text(w, "rule", "line")));
      assertEquals(expected, actual, record.get("name").asText());
    }
    assertEquals(5, cases);
  }

  private static Path corpus(String name) {
    Path root = Path.of(System.getProperty("jbuild.corpus", "../shared/corpus"));
    Assumptions.assumeTrue(Files.isDirectory(root), "no corpus at " + root);
    return root.resolve(name);
  }

  @Test
  void parsePrintsTheTreeWithRanges() throws IOException {
    String text =
        "# escape=`\nARG V=1\nFROM --platform=$P a:$V AS b # no\n".replace(" # no", "")
            + "RUN <<E cat\n"
            + "x\n"
            + "E\n"
            + "ENV a=1 b=2\n"
            + "ONBUILD COPY --from=b x /\n"
            + "HEALTHCHECK NONE\n"
            + "# end\n";
    Outcome outcome = run(text, "parse", "-");
    assertEquals("0 ", outcome.code() + " " + outcome.err());
    JsonNode tree = outcome.json();
    assertEquals("`", tree.get("directives").get("escape").asText());
    JsonNode stage = tree.get("stages").get(0);
    assertEquals("a:$V", stage.get("from").get("image").get("text").asText());
    assertEquals("[3,20,3,24]", stage.get("from").get("image").get("range").toString());
    JsonNode instructions = stage.get("instructions");
    assertEquals("x\n", instructions.get(0).get("heredocs").get(0).get("content").asText());
    assertEquals("2", instructions.get(1).get("pairs").get(1).get("value").get("text").asText());
    assertEquals("COPY", instructions.get(2).get("trigger").get("instruction").asText());
    assertEquals("end", tree.get("comments").get(0).get("text").asText());
  }

  @Test
  void parsePrintsTheFormOfTheReferenceParser() {
    Outcome outcome = run("FROM a\nCOPY x\n", "parse", "--format=sexp", "-");
    assertEquals("(from \"a\")\n(copy \"x\")\n", outcome.out());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("<stdin>:2:1: error: "), outcome.err());
  }
}
