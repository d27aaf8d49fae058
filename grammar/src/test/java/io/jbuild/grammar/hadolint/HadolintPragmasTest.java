package io.jbuild.grammar.hadolint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HadolintPragmasTest {
  private static Dockerfile file(String text) {
    return DockerfileParser.parse(new Source("Dockerfile", text)).dockerfile();
  }

  /** Whether the last instruction of a file ignores a rule. */
  private static boolean ignores(String code, String text) {
    Dockerfile file = file(text);
    List<Instruction> all = file.everyInstruction();
    return HadolintPragmas.of(file).ignores(code, all.getLast());
  }

  @Test
  void anIgnoreIsForTheInstructionRightBelow() {
    assertTrue(ignores("SC2046", "FROM a\n#hadolint  ignore = DL3008 , SC2046\nRUN b\n"));
    assertTrue(ignores("DL3004", "FROM a\n# hadolint ignore=DL3004\nRUN b \\\n && sudo c\n"));
    assertTrue(ignores("DL3004", "FROM a\n# hadolint ignore=sudo\n# hadolint ignore=DL1\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolint ignore=DL3004\n\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolint ignore=DL3004\n\n# c\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolint ignore=DL3004\nRUN a\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\nRUN b \\\n# hadolint ignore=DL3004\n && sudo c\n"));
  }

  @Test
  void rulesMayBeNamed() {
    assertTrue(ignores("DL3004", "FROM a\n# hadolint ignore=sudo,DL3008 # it is so\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolint ignore=DL3004,nonsense\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolint ignore=DL3004 DL3008\nRUN b\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolintignore=DL3004\nRUN b\n"));
  }

  @Test
  void aStageIgnoreIsForTheStageThatFollows() {
    String text = "# hadolint stage ignore=DL3004\n\n# x\nFROM a\nRUN b\n";
    assertTrue(ignores("DL3004", text));
    assertFalse(ignores("DL3004", text + "FROM c\nRUN d\n"));
    assertFalse(ignores("DL3004", "FROM a\n# hadolint stage ignore=DL3004\nRUN b\n"));
  }

  @Test
  void aGlobalIgnoreIsForTheWholeFile() {
    assertTrue(ignores("DL3004", "FROM a\nRUN b\n# hadolint global ignore=sudo\n"));
    assertTrue(HadolintPragmas.of(file("# hadolint global ignore=SC1\nFROM a\n")).ignores("SC1"));
    assertFalse(ignores("DL3004", "FROM a\nRUN b \\\n# hadolint global ignore=sudo\n c\n"));
  }

  @Test
  void whatCannotBeATriggerIsIgnoredAsWell() {
    String text = "FROM a:1\n# hadolint ignore=DL3043\nONBUILD FROM b\nONBUILD FROM c\n";
    var parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    assertEquals(List.of("DL3043:4"), found(HadolintChecks.run(parsed, HadolintSettings.DEFAULTS)));
  }

  @Test
  void settingsMakeIgnoresIneffective() {
    var parsed =
        DockerfileParser.parse(
            new Source("Dockerfile", "FROM a:1\n# hadolint ignore=DL3004\nRUN sudo b\n"));
    var settings =
        HadolintSettings.DEFAULTS.withSeverities(
            Map.of("inline-ignore", Optional.of(Severity.WARNING)));
    assertEquals(List.of("DL1001:2"), found(HadolintChecks.run(parsed, settings)));
    assertEquals(
        List.of("DL1001:2", "DL3004:3"),
        found(HadolintChecks.run(parsed, settings.withIgnorePragmaDisabled(true))));
  }

  private static List<String> found(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d -> d.code() + ":" + d.source().line(d.range().start()))
        .toList();
  }

  @Test
  void theShellIsThatOfShellOrOfAComment() {
    Dockerfile file =
        file(
            """
            FROM a AS one
            RUN 1
            SHELL ["/bin/bash", "-o", "pipefail", "-c"]
            RUN 2
            # hadolint shell=powershell # windows
            RUN 3
            FROM one
            RUN 4
            # hadolint shell=zsh
            FROM b
            RUN 5
            FROM mcr.microsoft.com/windows/nanoserver:1
            RUN 6
            """);
    HadolintPragmas pragmas = HadolintPragmas.of(file);
    List<String> shells =
        file.instructions().stream()
            .filter(instruction -> instruction.keyword().equals("RUN"))
            .map(instruction -> pragmas.shell(instruction).name())
            .toList();
    assertEquals(List.of("sh", "bash", "powershell", "powershell", "zsh", "cmd"), shells);
  }
}
