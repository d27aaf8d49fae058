package io.jbuild.grammar.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static List<Diagnostic> check(String text, CheckSettings settings) {
    return Checks.run(DockerfileParser.parse(new Source("Dockerfile", text)), settings);
  }

  private static List<Diagnostic> check(String text) {
    return check(text, CheckSettings.DEFAULTS);
  }

  private static List<String> codes(List<Diagnostic> found) {
    return found.stream().map(Diagnostic::code).toList();
  }

  @Test
  void findingsPointAtTheirCharacters() {
    List<Diagnostic> found = check("FROM alpine as base\nCOPY a $x/b\n");
    assertEquals(List.of("FromAsCasing", "UndefinedVar"), codes(found));
    assertEquals("as", found.get(0).source().text(found.get(0).range()));
    assertEquals("$x/b", found.get(1).source().text(found.get(1).range()));
  }

  @Test
  void aFindingOfALaterLineBeginsAtItsInstruction() {
    Diagnostic found = check("FROM alpine\nCOPY a \\\n  $x\n").getFirst();
    assertEquals("COPY a \\\n  $x", found.source().text(found.range()));
  }

  @Test
  void stagesThatTheTargetDoesNotNeedAreLeftAlone() {
    String text =
        "FROM a AS one\nCOPY $x .\nFROM a AS two\nCOPY $y .\nFROM one\nCOPY --from=two $z .\n";
    var target = CheckSettings.DEFAULTS.withTarget(Optional.of("TWO"));
    assertEquals(List.of(4), check(text, target).stream().map(ChecksTest::line).toList());
    assertEquals(List.of(2, 4, 6), check(text).stream().map(ChecksTest::line).toList());
    var unknown = CheckSettings.DEFAULTS.withTarget(Optional.of("tow"));
    assertEquals(List.of("unknown-target"), codes(check(text, unknown)));
  }

  private static int line(Diagnostic d) {
    return d.source().line(d.range().start());
  }

  @Test
  void errorTrueMakesErrorsOfFindings() {
    var found = check("# check=error=true\nFROM alpine\nMAINTAINER me\n").getFirst();
    assertEquals(Severity.ERROR, found.severity());
    assertEquals("MaintainerDeprecated", found.code());
  }

  @Test
  void anOptionThatIsNoneIsRefused() {
    assertEquals(List.of("bad-check-option"), codes(check("# check=skp=all\nFROM alpine\n")));
    assertEquals(
        List.of("bad-check-option"), codes(check("FROM alpine\n# check=error=maybe\nUSER a\n")));
  }

  @Test
  void aCommentSkipsARuleOfTheInstructionBelowItAlone() {
    String text = "FROM alpine\n# check=skip=UndefinedVar\n# why\nCOPY $a .\nCOPY $b .\n";
    assertEquals(List.of(5), check(text).stream().map(ChecksTest::line).toList());
  }

  @Test
  void triggersOfAStageAreCheckedWhereTheyRun() {
    String text = "FROM a AS base\nONBUILD COPY $x .\nFROM base\n";
    assertEquals(List.of(3), check(text).stream().map(ChecksTest::line).toList());
  }

  @Test
  void factsOfTheBaseImageAreUsed() {
    var image = new BaseImage("linux/arm64", Map.of("HOME", "/root"), true);
    var settings = CheckSettings.DEFAULTS.withBaseImages((name, platform) -> Optional.of(image));
    List<Diagnostic> found = check("FROM a\nCOPY a $HOME\nCMD run\n", settings);
    assertEquals(List.of("InvalidBaseImagePlatform"), codes(found));
  }

  @Test
  void windowsPathsAreAbsoluteInWindowsStagesAlone() {
    String text = "FROM a\nWORKDIR C:\\\\x\n";
    var windows = CheckSettings.DEFAULTS.withPlatform("windows/amd64");
    assertEquals(List.of(), check(text, windows));
    assertEquals(List.of("WorkdirRelativePath"), codes(check(text)));
  }

  @Test
  void aFileWithErrorsIsCheckedAsFarAsOneInstructionGoes() {
    List<String> codes = codes(check("FROM alpine as b\nCPY a b\nMAINTAINER me\nCOPY $x .\n"));
    assertEquals(List.of("FromAsCasing", "unknown-instruction", "MaintainerDeprecated"), codes);
  }

  @Test
  void whateverIsInTheFileTheChecksComeToAnEnd() {
    String text =
        "# check=skip=A;error=true\n"
            + "ARG A=${B:-x}\n"
            + "FROM --platform=$P a:$A AS b\n"
            + "# check=skip=x\n"
            + "ENV K ${A:?no}\n"
            + "RUN --mount=type=bind,from=b,source=$S \\\n\n"
            + " x <<E\n"
            + "$Y\n"
            + "E\n"
            + "EXPOSE $A:8/TCP\n"
            + "VOLUME $V\n"
            + "ONBUILD ADD $q <<F /\n"
            + "$z\n"
            + "F\n"
            + "FROM b\n"
            + "WORKDIR $w\n"
            + "CMD x\n";
    var settings = CheckSettings.DEFAULTS.withIgnored(Optional.of(path -> true));
    for (int end = 0; end <= text.length(); end++) {
      check(text.substring(0, end), settings).forEach(d -> assertTrue(d.render().length() > 0));
    }
    var random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      var changed = new StringBuilder(text);
      for (int n = random.nextInt(4); n >= 0; n--) {
        changed.setCharAt(
            random.nextInt(changed.length()), "\n\\ $\"'={}:#<\0aA`".charAt(random.nextInt(16)));
      }
      check(changed.toString(), settings).forEach(d -> assertTrue(d.render().length() > 0));
    }
  }
}
