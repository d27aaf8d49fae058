package io.jbuild.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.hadolint.HadolintSettings;
import io.jbuild.grammar.hadolint.LabelType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadolintConfigReaderTest {
  private static final String WHOLE =
      """
      # as people write it
      failure-threshold: warning
      format: tty
      ignored: [SC2086, fromascasing, pin-apt-versions]
      override:
        error:
          - MaintainerDeprecated
        style: SC1000
      label-schema:
        author: text
        created: RFC3339
      strict-labels: true
      no-fail: no
      trustedRegistries: docker.io
      """;

  private static HadolintConfigReader.Read read(String text) {
    return HadolintConfigReader.read(new Source(".hadolint.yaml", text));
  }

  private static List<String> problems(String text) {
    return read(text).problems().stream()
        .map(
            p ->
                p.source().line(p.range().start())
                    + ":"
                    + p.source().column(p.range().start())
                    + " "
                    + p.severity()
                    + " "
                    + p.message())
        .toList();
  }

  @Test
  void everySettingIsRead() {
    HadolintConfigReader.Read read = read(WHOLE);
    assertEquals(List.of(), read.problems());
    HadolintConfig config = read.config();
    assertEquals(Optional.of("warning"), config.failureThreshold());
    assertEquals(Optional.of("tty"), config.format());
    HadolintSettings rules = config.rules();
    assertEquals(Set.of("SC2086", "FromAsCasing", "DL3008"), rules.ignored());
    assertEquals(
        Map.of(
            "MaintainerDeprecated",
            Optional.of(Severity.ERROR),
            "SC1000",
            Optional.of(Severity.STYLE)),
        rules.severities());
    assertEquals(
        Map.of("author", LabelType.TEXT, "created", LabelType.RFC3339), rules.labelSchema());
    assertTrue(rules.strictLabels());
    assertFalse(config.noFail());
    assertEquals(List.of("docker.io"), rules.trustedRegistries());
  }

  @Test
  void jsonIsReadAsWell() {
    HadolintConfig config =
        read("{\"no-color\": true, \"ignored\": [\"SC2086\"], \"disable-ignore-pragma\": true}")
            .config();
    assertTrue(config.noColour() && config.rules().disableIgnorePragma());
    assertEquals(Set.of("SC2086"), config.rules().ignored());
  }

  @Test
  void anEmptyFileAsksForNothing() {
    for (String text : List.of("", "# nothing\n", "---\n", "{}", "ignored:\noverride: ~\n")) {
      assertEquals(new HadolintConfigReader.Read(HadolintConfig.NONE, List.of()), read(text), text);
    }
  }

  @Test
  void unknownNamesAreWarningsAtTheirPlace() {
    assertEquals(
        List.of("2:1 WARNING there is no setting `ignore`; it has no effect"),
        problems("no-fail: true\nignore: [x]\n"));
    assertEquals(
        List.of("1:19 WARNING there is no rule `XX1`"), problems("ignored: [SC2086, XX1]"));
    assertEquals(
        List.of("2:3 WARNING there is no severity `fatal`; it has no effect"),
        problems("override:\n  fatal: [SC2086]\n"));
    assertEquals(
        List.of("1:9 WARNING the format `codacy` is not supported; text is written"),
        problems("format: codacy"));
    assertFalse(read("colour: x").isBad());
  }

  @Test
  void wrongValuesAndBadYamlAreErrorsAtTheirPlace() {
    assertEquals(
        List.of("1:10 ERROR `no-fail` is neither true nor false"), problems("no-fail: maybe"));
    assertEquals(
        List.of("1:20 ERROR `failure-threshold` has a value that it cannot have"),
        problems("failure-threshold: fatal"));
    assertEquals(
        List.of("1:1 ERROR the configuration is not made of names and values"), problems("[a]"));
    assertEquals(List.of("1:11 ERROR a word is expected here"), problems("ignored: [[a]]"));
    assertEquals(
        List.of("2:1 ERROR `no-fail` stands here twice"), problems("no-fail: yes\nno-fail: no\n"));
    assertEquals(
        List.of("1:19 ERROR there is no kind of label `date`"),
        problems("label-schema: {a: date}"));
    List<String> bad = problems("ignored:\n  - a\n b: [\n");
    assertEquals(1, bad.size());
    assertTrue(bad.getFirst().startsWith("3:2 ERROR this is no YAML: "), bad.toString());
  }

  @Test
  void noTextMakesItThrow() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      char[] text = WHOLE.toCharArray();
      for (int j = 0; j < 1 + i % 4; j++) {
        text[random.nextInt(text.length)] =
            "\t\n:-[]{}&*!|>'\"%@`#?\0\uD800é".charAt(random.nextInt(23));
      }
      read(new String(text, 0, random.nextInt(text.length)));
    }
    read("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n");
    read("&a [*a]");
    assertTrue(read("[".repeat(100_000)).isBad());
  }

  @Test
  void theFirstPlaceThatHasAFileCounts(@TempDir Path folder) throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path home = Files.createDirectories(folder.resolve("home/.config")).getParent();
    Path xdg = Files.createDirectory(folder.resolve("xdg"));
    Map<String, String> env = Map.of("XDG_CONFIG_HOME", xdg.toString());
    assertEquals(Optional.empty(), HadolintConfigFile.find(here, home, env));
    for (Path file :
        List.of(
            home.resolve(".hadolint.yaml"),
            home.resolve(".config/hadolint.yml"),
            xdg.resolve("hadolint.yaml"),
            here.resolve(".hadolint.yml"),
            here.resolve(".hadolint.yaml"))) {
      Files.writeString(file, "");
      assertEquals(Optional.of(file), HadolintConfigFile.find(here, home, env));
    }
  }
}
