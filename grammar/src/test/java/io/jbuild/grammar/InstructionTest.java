package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstructionTest {
  private static Parsed parse(String text) {
    return DockerfileParser.parse(new Source("Dockerfile", text));
  }

  private static Instruction first(String text) {
    Parsed parsed = parse("FROM a\n" + text);
    assertEquals(List.of(), parsed.diagnostics().stream().map(Diagnostic::render).toList());
    return parsed.dockerfile().stages().get(0).instructions().get(0);
  }

  @Test
  void originalIsTheInstructionWithItsContinuationsJoined() {
    Instruction run = first("  run a \\\n  # c\n\n  b  \nUSER x\n".replace("\n\n", "\n"));
    assertEquals("run a   b", run.original());
    assertEquals("RUN", run.keyword());
    assertEquals("run", run.origin().keyword());
    assertEquals(2, run.firstLine());
    assertEquals(4, run.lastLine());
  }

  @Test
  void shellTextKeepsTheMarkersOfHereDocuments() {
    var run = (Run) first("RUN cat <<A > /x && \\\n  cat <<-'B C'\na\nA\n\tb\n\tB C\n");
    assertEquals("cat <<A > /x &&   cat <<-'B C'", ((ShellCommand) run.command()).text());
    assertEquals(List.of("a\n", "b\n"), run.heredocs().stream().map(Heredoc::data).toList());
    assertEquals("\tb\n", run.heredocs().get(1).content());
    assertEquals(7, run.lastLine());
  }

  @Test
  void bodiesOfHereDocumentsKeepCarriageReturns() {
    var run = (Run) first("RUN <<A\r\nx\r\nA\r\n");
    assertEquals("x\r\n", run.heredocs().get(0).content());
    assertEquals("<<A", ((ShellCommand) run.command()).text());
  }

  @Test
  void sourcesOfCopyAreWithoutHereDocuments() {
    var copy = (Copy) first("COPY a <<B c /d/\nx\nB\n");
    assertEquals(List.of("a", "c"), copy.sources().stream().map(Word::text).toList());
    assertEquals("/d/", copy.destination().text());
    assertEquals("B", copy.heredocs().get(0).name());
  }

  @Test
  void jsonStringsAreDecodedAndKeepTheirRanges() {
    Parsed parsed = parse("FROM a\nCOPY [\"a \\u0062\", \"/d\"]\n");
    var copy = (Copy) parsed.dockerfile().stages().get(0).instructions().get(0);
    Word source = copy.sources().get(0);
    assertEquals("a b", source.text());
    assertEquals("\"a \\u0062\"", parsed.dockerfile().source().text(source.range()));
  }

  @Test
  void flagsLoseQuotesAndBackslashes() {
    var run = (Run) first("RUN --mount=type=bind,\"target=/a b\",source=c\\ d -- --x\n");
    Flag mount = run.flags().get(0);
    assertEquals("mount", mount.name());
    assertEquals("type=bind,target=/a b,source=c d", mount.value().get().text());
    assertEquals("--x", ((ShellCommand) run.command()).text());
  }

  @Test
  void flagAfterContinuationIsAFlag() {
    var run = (Run) first("RUN \\\n --network=none \\\n --mount=a=b \\\n x\n");
    assertEquals(List.of("network", "mount"), run.flags().stream().map(Flag::name).toList());
    assertEquals("x", ((ShellCommand) run.command()).text());
  }

  @Test
  void envTakesBothForms() {
    var pairs = (Env) first("ENV a=\"b c\" d=e\\ f g=\n");
    assertEquals(
        List.of("a|\"b c\"", "d|e\\ f", "g|"),
        pairs.variables().stream().map(v -> v.key().text() + "|" + v.value().text()).toList());
    var old = (Env) first("ENV name the  value \n");
    assertEquals("name", old.variables().get(0).key().text());
    assertEquals("the  value", old.variables().get(0).value().text());
  }

  @Test
  void argDeclaresSeveralNames() {
    var arg = (Arg) first("ARG a b= c=\"d e\"\n");
    assertEquals(
        List.of("a:Optional.empty", "b:Optional[]", "c:Optional[\"d e\"]"),
        arg.declarations().stream()
            .map(d -> d.name().text() + ":" + d.defaultValue().map(Word::text))
            .toList());
  }

  @Test
  void healthcheckGivesItsDurations() {
    var check = (Healthcheck) first("HEALTHCHECK --interval=1m30s --retries=3 CMD [\"a\"]\n");
    assertEquals(Optional.of(Duration.ofSeconds(90)), check.duration("interval"));
    assertEquals(Optional.empty(), check.duration("timeout"));
    assertEquals(3, check.retries().getAsInt());
    assertEquals(List.of("a"), ((ExecCommand) check.command().get()).arguments());
    assertEquals(Optional.empty(), ((Healthcheck) first("HEALTHCHECK NONE\n")).command());
  }

  @Test
  void onbuildKeepsItsTextAndItsHereDocument() {
    var onbuild = (Onbuild) first("onbuild RUN <<E cat\nx\nE\n");
    assertEquals("RUN <<E cat\nx\nE", onbuild.text());
    assertEquals("RUN", onbuild.nested().get().keyword());
    assertEquals("x\n", onbuild.nested().get().heredocs().get(0).content());
    ParsedTrigger trigger = DockerfileParser.parseOnbuild(onbuild.text(), "base");
    assertEquals("x\n", trigger.instruction().get().heredocs().get(0).content());
  }

  @Test
  void triggerThatIsNoOneInstructionIsRefused() {
    assertTrue(DockerfileParser.parseOnbuild("", "base").hasErrors());
    assertTrue(DockerfileParser.parseOnbuild("RUN a\nRUN b", "base").hasErrors());
    assertTrue(DockerfileParser.parseOnbuild("FROM a", "base").hasErrors());
    assertTrue(DockerfileParser.parseOnbuild("FOO a", "base").hasErrors());
  }

  @Test
  void stageNamesAreLowerCase() {
    Dockerfile dockerfile = parse("FROM a AS Build\n").dockerfile();
    assertEquals(Optional.of("build"), dockerfile.stages().get(0).name());
    assertEquals("Build", dockerfile.stages().get(0).from().alias().get().text());
  }

  @Test
  void keywordsMayBeSplitByContinuations() {
    Parsed parsed = parse("FR\\\nOM a\n\\\nRUN x\n");
    assertEquals(List.of(), parsed.diagnostics());
    Stage stage = parsed.dockerfile().stages().get(0);
    assertEquals("FROM", stage.from().origin().keyword());
    assertEquals(2, stage.from().lastLine());
    assertEquals(3, stage.instructions().get(0).firstLine());
  }

  @Test
  void shebangMayStandBeforeDirectives() {
    Directives directives =
        parse("#!/bin/x\n# syntax=a/b c\n# check=skip=X\nFROM a\n").dockerfile().directives();
    assertEquals(Optional.of("a/b"), directives.syntax());
    assertEquals(Optional.of("skip=X"), directives.check());
  }

  @Test
  void directivesEndAtTheFirstOtherLine() {
    for (String before : List.of("# a comment\n", "\n", "FROM a\n", "# unknown=x\n", "# x\n\n")) {
      Directives directives = parse(before + "# escape=`\nFROM a\n").dockerfile().directives();
      assertEquals('\\', directives.escape(), before);
    }
  }

  @Test
  void commentsAreKeptWhereverTheyStand() {
    Parsed parsed = parse("# escape=\\\n# one\nFROM a\n  # two \nRUN x \\\n # three\n  y\n");
    assertEquals(
        List.of("one", "two", "three"),
        parsed.dockerfile().comments().stream().map(Comment::text).toList());
  }

  @Test
  void linesOverTheLimitAreRefused() {
    String longest = "RUN " + "x".repeat(65_531);
    assertTrue(!parse("FROM a\n" + longest + "\n").hasErrors());
    assertTrue(parse("FROM a\n" + longest + "x\n").hasErrors());
    assertTrue(parse("FROM a\nRUN " + "\u20AC".repeat(21_844) + "\n").hasErrors());
  }
}
