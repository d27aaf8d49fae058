package io.jbuild.grammar.hadolint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where findings stand, what they say, and how they are mended. */
class HadolintFindingsTest {
  private static Diagnostic finding(String rule, String text) {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    List<Diagnostic> found =
        HadolintChecks.run(parsed, HadolintSettings.DEFAULTS).stream()
            .filter(d -> d.code().equals(rule))
            .toList();
    assertEquals(1, found.size(), rule + " in " + text);
    return found.getFirst();
  }

  private static String focus(String rule, String text) {
    Diagnostic d = finding(rule, text);
    return d.source().text(d.focus());
  }

  private static String mended(String rule, String text, boolean safe) {
    Diagnostic d = finding(rule, text);
    Fix fix = d.fix().orElseThrow();
    assertEquals(safe, fix.safe(), fix.title());
    var mended = new StringBuilder(text);
    for (TextEdit edit : fix.edits().reversed()) {
      mended.replace(edit.range().start(), edit.range().end(), edit.replacement());
    }
    return mended.toString();
  }

  @Test
  void aFindingIsAboutTheWordAtFault() {
    assertEquals("b", focus("DL3008", "FROM a:1\nRUN apt-get install x=1 b c\n"));
    assertEquals("'b c'", focus("DL3000", "FROM a:1\nWORKDIR 'b c'\n"));
    assertEquals("AS", focus("DL3024", "FROM a:1 AS as\nFROM b:1 AS AS\n"));
    assertEquals("|", focus("DL4006", "FROM a:1\nRUN a || b | c\n"));
    assertEquals("cd", focus("DL3003", "FROM a:1\nRUN echo \"$(cd b)\"\n"));
    assertEquals("70000", focus("DL3011", "FROM a:1\nEXPOSE 80 70000\n"));
    assertEquals("--platform=linux/amd64", focus("DL3029", "FROM --platform=linux/amd64 a:1\n"));
    assertEquals("A_KEY", focus("DL3064", "FROM a:1\nENV B=1 A_KEY=2\n"));
    assertEquals("A", focus("DL3044", "FROM a:1\nENV A=1 B=x$A\n"));
  }

  @Test
  void aFindingInALaterLineBeginsInTheFirst() {
    Diagnostic d = finding("DL3004", "FROM a:1\nRUN a && \\\n  # c\n  sudo b\n");
    assertEquals(2, d.source().line(d.range().start()));
    assertEquals("sudo", d.source().text(d.focus()));
    assertTrue(d.render().startsWith("Dockerfile:2:1: error: "), d.render());
    assertTrue(d.render().contains("    4 |   sudo b\n      |   ^^^^\n"), d.render());
    Diagnostic heredoc = finding("DL3004", "FROM a:1\nRUN <<E\na\nsudo b\nE\n");
    assertEquals(2, heredoc.source().line(heredoc.range().start()));
    assertEquals(4, heredoc.source().line(heredoc.focus().start()));
  }

  @Test
  void findingsHaveTheSeverityOfTheirRule() {
    assertEquals(Severity.ERROR, finding("DL3004", "FROM a:1\nRUN sudo b\n").severity());
    assertEquals(Severity.STYLE, finding("DL3048", "FROM a:1\nLABEL A=b\n").severity());
  }

  @Test
  void instructionsOfNoStageAreChecked() {
    finding("DL3004", "RUN sudo a\n");
    finding("DL3004", "FROM a b c\nRUN sudo a\n");
    finding("DL3043", "FROM a:1\nONBUILD FROM b\n");
  }

  @Test
  void optionsAreAddedBehindTheAction() {
    assertEquals(
        "FROM a:1\nRUN apt-get install -y a\n",
        mended("DL3014", "FROM a:1\nRUN apt-get install a\n", true));
    assertEquals(
        "FROM a:1\nRUN apt-get install --no-install-recommends a\n",
        mended("DL3015", "FROM a:1\nRUN apt-get install a\n", false));
    assertEquals(
        "FROM a:1\nRUN x && \\\n  apk add --no-cache a\n",
        mended("DL3019", "FROM a:1\nRUN x && \\\n  apk add a\n", false));
    assertEquals(
        "FROM a:1\nRUN pip install --no-cache-dir a\n",
        mended("DL3042", "FROM a:1\nRUN pip install a\n", false));
    assertEquals(
        "FROM a:1\nRUN useradd -l -u 123456 a\n",
        mended("DL3046", "FROM a:1\nRUN useradd -u 123456 a\n", false));
  }

  @Test
  void wordsOfTheJsonFormAreLeftAlone() {
    assertEquals(
        Optional.empty(), finding("DL3014", "FROM a:1\nRUN [\"apt-get\", \"install\"]\n").fix());
    assertEquals(
        "FROM a:1\nRUN [\"apt-get\", \"update\"]\n",
        mended("DL3027", "FROM a:1\nRUN [\"apt\", \"update\"]\n", true));
  }

  @Test
  void caches() {
    assertEquals(
        "FROM a:1\nRUN a && yum install -y b-1 && yum clean all\n",
        mended("DL3032", "FROM a:1\nRUN a && yum install -y b-1\n", false));
    assertEquals(
        Optional.empty(), finding("DL3032", "FROM a:1\nRUN if a; then yum install b; fi\n").fix());
  }

  @Test
  void keywordsAreReplaced() {
    assertEquals("FROM a:1\nCOPY a.txt /b\n", mended("DL3020", "FROM a:1\nADD a.txt /b\n", true));
    assertEquals("FROM a:1\ncopy a /b\n", mended("DL3020", "FROM a:1\nadd a /b\n", false));
    assertEquals(
        "FROM a:1\nLABEL org.opencontainers.image.authors=\"A <b@c>\"\n",
        mended("DL4000", "FROM a:1\nMAINTAINER A <b@c>\n", false));
    assertEquals("FROM a:1\n", mended("DL3065", "FROM --platform=$TARGETPLATFORM  a:1\n", true));
  }

  @Test
  void rulesAreFoundByCodeAndByName() {
    Map<String, HadolintRule> names = new java.util.HashMap<>();
    for (HadolintRule rule : HadolintRule.values()) {
      assertEquals(Optional.of(rule), HadolintRule.of(rule.id()));
      assertEquals(Optional.of(rule), HadolintRule.of(rule.label()));
      assertTrue(rule.label().matches("[a-z]+(-[a-z]+)*"), rule.label());
      assertTrue(rule.page().endsWith("/" + rule.id()), rule.page());
      assertEquals(null, names.put(rule.label(), rule));
    }
    assertEquals(Optional.empty(), HadolintRule.of("dl3004"));
  }
}
