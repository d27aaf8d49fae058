package io.jbuild.grammar.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FixesTest {
  private static List<Diagnostic> check(String text) {
    return Checks.run(
        DockerfileParser.parse(new Source("Dockerfile", text)), CheckSettings.DEFAULTS);
  }

  private static List<Diagnostic> found(String code, String text) {
    return check(text).stream().filter(d -> d.code().equals(code)).toList();
  }

  private static String apply(String text, Fix fix) {
    return TextEdits.apply(text, fix.edits());
  }

  private static void mends(String code, boolean safe, String before, String after) {
    Diagnostic finding = found(code, before).getFirst();
    Fix fix = finding.fix().orElseThrow(() -> new AssertionError("no fix of\n" + before));
    assertEquals(after, apply(before, fix));
    assertEquals(safe, fix.safe(), "safe: " + before);
    assertEquals(List.of(), found(code, after), after);
  }

  private static void mends(Rule rule, boolean safe, String before, String after) {
    mends(rule.id(), safe, before, after);
  }

  private static void leaves(Rule rule, String text) {
    List<Diagnostic> found = found(rule.id(), text);
    assertFalse(found.isEmpty(), text);
    assertEquals(Optional.empty(), found.getFirst().fix(), text);
  }

  @Test
  void stagesAreRenamedWhereverTheyAreUsed() {
    mends(
        Rule.STAGE_NAME_CASING,
        true,
        "FROM a AS Build\nFROM b\nCOPY --from=Build x /\nRUN --mount=from=Build,target=/y z\n"
            + "COPY --from=Builder x /\nONBUILD COPY --from=Build x /\n",
        "FROM a AS build\nFROM b\nCOPY --from=build x /\nRUN --mount=from=build,target=/y z\n"
            + "COPY --from=Builder x /\nONBUILD COPY --from=Build x /\n");
    mends(
        Rule.STAGE_NAME_CASING,
        false,
        "FROM a AS Build\nFROM Build AS c\n",
        "FROM a AS build\nFROM build AS c\n");
  }

  @Test
  void keywordsAreWrittenInOneCase() {
    mends(Rule.FROM_AS_CASING, true, "FROM a as b\n", "FROM a AS b\n");
    mends(Rule.FROM_AS_CASING, true, "from a \\\n AS b\n", "from a \\\n as b\n");
    mends(
        Rule.CONSISTENT_INSTRUCTION_CASING,
        true,
        "FROM a\nrun x\nUSER b\n",
        "FROM a\nRUN x\nUSER b\n");
    mends(
        Rule.CONSISTENT_INSTRUCTION_CASING,
        true,
        "from a\nrun x\nR\\\nUN b\n",
        "from a\nrun x\nrun b\n");
  }

  @Test
  void emptyLinesOfInstructionsAreRemoved() {
    mends(
        Rule.NO_EMPTY_CONTINUATION,
        true,
        "FROM a\nRUN x \\\n\n  \t\n # c\n\n y\n",
        "FROM a\nRUN x \\\n # c\n y\n");
    mends(
        Rule.NO_EMPTY_CONTINUATION,
        true,
        "FROM a\r\nRUN x \\\r\n\r\n y\r\n",
        "FROM a\r\nRUN x \\\r\n y\r\n");
  }

  @Test
  void plainCommandsAreWrittenAsJson() {
    mends(
        Rule.JSON_ARGS_RECOMMENDED,
        false,
        "FROM a\nCMD  nginx -g  x=y\n",
        "FROM a\nCMD  [\"nginx\", \"-g\", \"x=y\"]\n");
    for (String command : List.of("a $b", "a && b", "cd /x", "A=b c", "a \"b\"", "a \\\n b")) {
      leaves(Rule.JSON_ARGS_RECOMMENDED, "FROM a\nENTRYPOINT " + command + "\n");
    }
  }

  @Test
  void theMaintainerBecomesALabel() {
    mends(
        Rule.MAINTAINER_DEPRECATED,
        false,
        "FROM a\nmaintainer Me <a@b.c>\n",
        "FROM a\nlabel org.opencontainers.image.authors=\"Me <a@b.c>\"\n");
    leaves(Rule.MAINTAINER_DEPRECATED, "FROM a\nMAINTAINER \"Me\"\n");
  }

  @Test
  void oldPairsGetEqualsSignsAndQuotesWhereNeeded() {
    var rule = Rule.LEGACY_KEY_VALUE_FORMAT;
    mends(rule, true, "FROM a\nENV b c\n", "FROM a\nENV b=c\n");
    mends(rule, true, "FROM a\nENV b  c d\n", "FROM a\nENV b=\"c d\"\n");
    mends(rule, true, "FROM a\nENV b \"c d\"\n", "FROM a\nENV b=\"c d\"\n");
    mends(rule, true, "FROM a\nENV b $PATH:x\n", "FROM a\nENV b=$PATH:x\n");
    mends(rule, true, "FROM a\nENV b \"c\" d\n", "FROM a\nENV b=\"c\"\\ d\n");
    mends(rule, true, "FROM a\nLABEL b c=d e\n", "FROM a\nLABEL b=\"c=d e\"\n");
    mends(
        rule,
        true,
        "# escape=`\nFROM a\nENV b C:\\d e\n",
        "# escape=`\nFROM a\nENV b=\"C:\\d e\"\n");
    leaves(rule, "FROM a\nENV b c \\\n d\n");
  }

  @Test
  void platformsThatChangeNothingAreLeftOut() {
    mends(
        Rule.REDUNDANT_TARGET_PLATFORM,
        true,
        "FROM --platform=$TARGETPLATFORM a AS b\n",
        "FROM a AS b\n");
    mends(
        Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
        false,
        "FROM --platform=linux/amd64 a AS b\n",
        "FROM a AS b\n");
  }

  @Test
  void portsAreWrittenAsTheyCount() {
    mends(Rule.EXPOSE_PROTO_CASING, true, "FROM a\nEXPOSE 1 80/TCP\n", "FROM a\nEXPOSE 1 80/tcp\n");
    mends(Rule.EXPOSE_INVALID_FORMAT, false, "FROM a\nEXPOSE 80:81\n", "FROM a\nEXPOSE 81\n");
    leaves(Rule.EXPOSE_PROTO_CASING, "FROM a\nARG p=TCP\nEXPOSE 80/$p\n");
  }

  @Test
  void instructionsWithoutEffectAreRemoved() {
    mends(
        Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
        false,
        "FROM a\nCMD [\"b\", \\\n \"c\"]\n# d\nCMD [\"e\"]\n",
        "FROM a\n# d\nCMD [\"e\"]\n");
  }

  @Test
  void misspeltVariablesAreCorrected() {
    mends(
        Rule.UNDEFINED_VAR,
        false,
        "FROM a\nARG version\nCOPY $vesion/${vesion:-a}/vesion /\n",
        "FROM a\nARG version\nCOPY $version/${version:-a}/vesion /\n");
    mends(
        Rule.UNDEFINED_ARG_IN_FROM,
        false,
        "ARG tag=1\nFROM a:${tga}\n",
        "ARG tag=1\nFROM a:${tag}\n");
  }

  @Test
  void relativeWorkdirsAndDescriptionsAreProposed() {
    mends(Rule.WORKDIR_RELATIVE_PATH, false, "FROM a\nWORKDIR b\n", "FROM a\nWORKDIR /b\n");
    leaves(Rule.WORKDIR_RELATIVE_PATH, "FROM a\nARG b=c\nWORKDIR $b\n");
    String head = "# check=experimental=InvalidDefinitionDescription\n";
    mends(
        Rule.INVALID_DEFINITION_DESCRIPTION,
        false,
        head + "# The image.\nFROM a AS b\n",
        head + "# b The image.\nFROM a AS b\n");
  }

  @Test
  void misspeltNamesOfTheLanguageAreCorrected() {
    mends("unknown-instruction", false, "FROM a\nRNU x\n", "FROM a\nRUN x\n");
    mends("unknown-flag", false, "FROM a\nCOPY --form=b c /\n", "FROM a\nCOPY --from=b c /\n");
    mends("unknown-flag", false, "FROM a\nCOPY --lnk c /\n", "FROM a\nCOPY --link c /\n");
    mends(
        "bad-flag-value", false, "FROM a\nRUN --network=non x\n", "FROM a\nRUN --network=none x\n");
    mends("bad-healthcheck", false, "FROM a\nHEALTHCHECK x\n", "FROM a\nHEALTHCHECK CMD x\n");
    mends(
        "json-form-ignored",
        false,
        "FROM a\nENTRYPOINT ['a', 'b']\n",
        "FROM a\nENTRYPOINT [\"a\", \"b\"]\n");
  }

  @Test
  void triggersAreNotMendedWhereTheyRun() {
    leaves(Rule.UNDEFINED_VAR, "FROM a AS b\nONBUILD COPY $PAHT /\nFROM b\n");
  }

  /** A fix may bring others to light, but its own finding goes, and a good file stays good. */
  @Test
  void everyFixOfTheCorpusMendsItsFinding() {
    var tally = new Corpus.Tally("lint/fixes");
    List<Source> sources = new ArrayList<>();
    for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
      String file = record.get("file").asText();
      sources.add(new Source(file, Corpus.read(Corpus.path("dockerfiles/" + file))));
    }
    for (JsonNode record : Corpus.records("lint/buildkit-cases.jsonl")) {
      sources.add(new Source(record.get("name").asText(), record.get("dockerfile").asText()));
    }
    for (Source source : sources) {
      List<Diagnostic> before = check(source.text());
      for (Diagnostic d : before) {
        if (d.fix().isPresent()) {
          String text = apply(source.text(), d.fix().get());
          List<Diagnostic> after = check(text);
          String label = source.name() + " " + d.render();
          tally.compare(label, count(d, before) > count(d, after), true);
          tally.compare(label, true, errors(after) <= errors(before));
        }
      }
    }
    tally.done();
  }

  private static long count(Diagnostic of, List<Diagnostic> found) {
    return found.stream()
        .filter(d -> d.code().equals(of.code()) && d.message().equals(of.message()))
        .count();
  }

  private static long errors(List<Diagnostic> found) {
    return found.stream().filter(d -> Rule.of(d.code()).isEmpty()).count();
  }
}
