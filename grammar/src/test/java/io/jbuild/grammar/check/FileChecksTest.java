package io.jbuild.grammar.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.hadolint.HadolintSettings;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.RuleSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileChecksTest {
  private static final RuleSettings BUILDKIT =
      RuleSettings.DEFAULTS.withSets(EnumSet.of(RuleSet.BUILDKIT, RuleSet.SHELLCHECK));

  private static List<String> codes(String text, RuleSettings settings, Diagnostic... more) {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    List<String> codes = new ArrayList<>();
    FileChecks.run(parsed, settings, List.of(more))
        .forEach(f -> codes.add(f.line() + " " + f.rule().id()));
    return codes;
  }

  private static Diagnostic shellCheck(String text, String script) {
    int at = text.indexOf(script);
    return new Diagnostic(
        Severity.INFO,
        "SC2086",
        new Source("Dockerfile", text),
        new Range(at, at + script.length()),
        "quote it",
        Optional.empty());
  }

  @Test
  void whatOthersFoundStandsAmongTheFindingsByPlace() {
    String text = "FROM a as b\nRUN echo $x\nMAINTAINER me\n";
    assertEquals(
        List.of("1 FromAsCasing", "2 SC2086", "3 MaintainerDeprecated"),
        codes(text, BUILDKIT, shellCheck(text, "$x")));
  }

  @Test
  void setsAndIgnoredRulesAreLeftOutAndErrorsOfTheLanguageAreNot() {
    String text = "FROM a as b\nRUN echo $x\nCOPYY a b\n";
    var none = RuleSettings.DEFAULTS.withSets(Set.of());
    assertEquals(List.of("3 unknown-instruction"), codes(text, none, shellCheck(text, "$x")));
    assertEquals(
        List.of("1 FromAsCasing", "3 unknown-instruction"),
        codes(
            text,
            BUILDKIT.withConfiguration(
                HadolintSettings.DEFAULTS.withIgnored(Set.of("SC2086", "unknown-instruction"))),
            shellCheck(text, "$x")));
  }

  @Test
  void aCommentAboveAnInstructionSilencesRulesOfAnySet() {
    for (String comment :
        List.of(
            "# check=skip=SC2086",
            "# hadolint ignore=DL3000,sc2086 # because",
            "# hadolint ignore = SC2086",
            "# shellcheck disable=SC2086",
            "# check=skip=all",
            "# hadolint ignore=SC2086\n# another remark",
            "# hadolint global ignore=SC2086")) {
      String text = "FROM a\n" + comment + "\nRUN echo $x\nMAINTAINER me\n";
      int line = comment.contains("\n") ? 5 : 4;
      assertEquals(
          List.of(line + " MaintainerDeprecated"),
          codes(text, BUILDKIT, shellCheck(text, "$x")),
          comment);
    }
  }

  @Test
  void aCommentHoldsForTheInstructionBelowItAlone() {
    String text = "FROM a\n# hadolint ignore=SC2086\nRUN echo $x\nRUN echo $y\n";
    assertEquals(
        List.of("4 SC2086"), codes(text, BUILDKIT, shellCheck(text, "$x"), shellCheck(text, "$y")));
  }

  @Test
  void theHeadOfTheFileAndTheBuildArgSilenceEverywhere() {
    String text = "# check=skip=SC2086\nFROM a\nRUN echo $x\nMAINTAINER me\n";
    assertEquals(List.of("4 MaintainerDeprecated"), codes(text, BUILDKIT, shellCheck(text, "$x")));
    var args =
        CheckSettings.DEFAULTS.withBuildArgs(
            Map.of("BUILDKIT_DOCKERFILE_CHECK", "skip=MaintainerDeprecated"));
    assertEquals(
        List.of("3 SC2086"), codes(text, BUILDKIT.withBuild(args), shellCheck(text, "$x")));
  }

  @Test
  void skippingAllLeavesErrorsOfTheLanguage() {
    assertEquals(
        List.of("3 unknown-instruction"),
        codes("# check=skip=all\nFROM a as b\nCOPYY a b\n", RuleSettings.DEFAULTS));
  }

  @Test
  void aConfigurationGivesRulesOfAnySetAnotherSeverity() {
    var settings =
        RuleSettings.DEFAULTS.withConfiguration(
            HadolintSettings.DEFAULTS.withSeverities(
                Map.of(
                    "FromAsCasing",
                    Optional.of(Severity.STYLE),
                    "DL3007",
                    Optional.of(Severity.ERROR))));
    var parsed = DockerfileParser.parse(new Source("Dockerfile", "FROM a:latest as b\n"));
    List<String> found = new ArrayList<>();
    FileChecks.run(parsed, settings)
        .forEach(f -> found.add(f.diagnostic().severity() + " " + f.rule().id()));
    assertEquals(List.of("ERROR DL3007", "STYLE FromAsCasing"), found);
  }

  @Test
  void twinsOfOneLineAreShownOnce() {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", "FROM a:1\nMAINTAINER me\n"));
    List<Finding> found = FileChecks.run(parsed, RuleSettings.DEFAULTS);
    assertEquals(2, found.size());
    List<Shown> shown = Shown.of(found);
    assertEquals(1, shown.size());
    assertEquals("MaintainerDeprecated, DL4000", shown.getFirst().codes());
    assertEquals(Severity.ERROR, shown.getFirst().diagnostic().severity());
    assertTrue(shown.getFirst().diagnostic().render().contains("[MaintainerDeprecated, DL4000]\n"));
  }

  @Test
  void everyRuleIsFoundByIdAndNameInAnyCase() {
    for (RuleInfo rule : RuleCatalogue.all()) {
      assertEquals(rule, RuleCatalogue.ofCode(rule.id()));
      assertEquals(Optional.of(rule), RuleCatalogue.named(rule.id().toUpperCase()));
      assertTrue(RuleCatalogue.named(rule.name()).isPresent(), rule.name());
      assertFalse(rule.summary().isBlank() || rule.summary().endsWith("."), rule.id());
    }
    assertEquals(RuleSet.SHELLCHECK, RuleCatalogue.named("sc2086").orElseThrow().set());
    assertEquals(Optional.empty(), RuleCatalogue.named("NoSuchRule"));
    assertEquals(
        Optional.of("MaintainerDeprecated"), RuleCatalogue.nearest("MaintainerDepricated"));
    assertTrue(RuleCatalogue.isOfLanguage("unknown-instruction"));
  }

  @Test
  void twinsKnowEachOtherByIdsThatExist() {
    for (RuleInfo rule : RuleCatalogue.all()) {
      for (String twin : rule.twins()) {
        RuleInfo other = RuleCatalogue.ofCode(twin);
        assertTrue(rule.isTwin(other) && other.isTwin(rule), rule.id() + " " + twin);
      }
    }
  }
}
