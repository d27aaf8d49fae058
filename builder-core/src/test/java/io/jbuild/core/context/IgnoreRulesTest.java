package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreRulesTest {
  @Test
  void everyRecordedMatchIsTheSameHere() throws IOException {
    Path folder = Corpus.folder("dockerignore");
    List<String> wrong = new ArrayList<>();
    for (JsonNode record : Corpus.lines(folder.resolve("matches.jsonl"))) {
      String text = String.join("\n", Corpus.strings(record.get("patterns")));
      String expected =
          record.path("error").asBoolean()
              ? "error"
              : String.valueOf(record.get("match").asBoolean());
      String found = match(text, record.get("path").asText());
      if (!found.equals(expected)) {
        wrong.add(record.get("name").asText() + ": " + found);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String match(String text, String path) {
    try {
      return String.valueOf(
          IgnoreRules.parse(".dockerignore", text).excludes(CleanPath.clean(path)));
    } catch (ContextException e) {
      return "error";
    }
  }

  @Test
  void everyRecordedFileIsReadIntoTheSamePatterns() throws IOException {
    Path folder = Corpus.folder("dockerignore");
    for (JsonNode record : Corpus.lines(folder.resolve("read-file.jsonl"))) {
      String text = record.get("text").asText();
      List<String> patterns = new ArrayList<>();
      String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
      for (String line : plain.split("\n")) {
        String pattern = IgnoreRules.cleanLine(line);
        if (!pattern.isEmpty()) {
          patterns.add(pattern);
        }
      }
      assertEquals(Corpus.strings(record.get("patterns")), patterns, record.get("name").asText());
    }
  }

  @Test
  void theLastLineThatMatchesDecides() throws IOException {
    var rules = IgnoreRules.parse(".dockerignore", "a\n!a/b\na\n");
    assertTrue(rules.excludes("a/b"));
    assertFalse(IgnoreRules.parse(".dockerignore", "a\na\n!a/b\n").excludes("a/b"));
  }

  @Test
  void theRuleThatHidesAPathIsNamedWithItsLine() throws IOException {
    var rules = IgnoreRules.parse(".dockerignore", "# all\n\n*.md\n!README.md\n  src/**/x  \n");
    assertEquals(
        Optional.of(new IgnoreRule(".dockerignore", 5, "src/**/x", false)),
        rules.whyExcluded("src/a/b/x/deep"));
    assertEquals(Optional.empty(), rules.whyExcluded("README.md"));
    assertEquals(3, rules.whyExcluded("NEWS.md").orElseThrow().line());
  }

  @Test
  void aBadPatternIsRefusedWithItsLine() {
    var e =
        assertThrows(
            ContextException.class, () -> IgnoreRules.parse(".dockerignore", "ok\n\na[b\n"));
    assertEquals(3, e.line());
    assertEquals(Optional.of(".dockerignore"), e.path());
    assertTrue(e.getMessage().contains("`a[b`"), e.getMessage());
  }

  @Test
  void anExclamationMarkAloneIsRefused() {
    var e =
        assertThrows(ContextException.class, () -> IgnoreRules.parse(".dockerignore", "x\n! \n"));
    assertEquals(2, e.line());
  }

  @Test
  void whatIsNoFileOfPatternsIsNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(".dockerignore");
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    var device =
        assertThrows(ContextException.class, () -> IgnoreRules.load(folder, Optional.empty()));
    assertEquals("`.dockerignore` is not a file", device.getMessage());
    Files.delete(file);
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((16L << 20) + 1);
    }
    var large =
        assertThrows(ContextException.class, () -> IgnoreRules.load(folder, Optional.empty()));
    assertEquals("`.dockerignore` has more than 16 MiB", large.getMessage());
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(List.of(), IgnoreRules.load(folder, Optional.empty()).rules());
  }

  @Test
  void aDockerfilesOwnIgnoreFileGoesFirst(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(".dockerignore"), "a\n");
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/Dockerfile.dockerignore"), "b\n");
    var own = IgnoreRules.load(folder, Optional.of(folder.resolve("sub/Dockerfile")));
    assertTrue(own.excludes("b") && !own.excludes("a"));
    assertEquals("Dockerfile.dockerignore", own.rules().getFirst().file());
    var common = IgnoreRules.load(folder, Optional.of(folder.resolve("Dockerfile")));
    assertTrue(common.excludes("a") && !common.excludes("b"));
    assertTrue(IgnoreRules.load(folder, Optional.empty()).excludes("a"));
  }

  @Test
  void noTextMakesItFailOtherwiseThanWithALine() {
    var random = new Random(7);
    String letters = "ab*?[]!\\/^-.#{}()+|&$ \n\u00e4\uDC80";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        IgnoreRules.parse(".dockerignore", text.toString()).excludes("a/b-[x]");
      } catch (ContextException e) {
        assertTrue(e.line() > 0, text.toString());
      }
    }
  }
}
