package io.jbuild.grammar.hadolint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.util.List;

/** How often a rule finds something in a file. */
final class HadolintCounts {
  static final String HEAD = "FROM debian:12\n";

  private HadolintCounts() {}

  static int count(String rule, String dockerfile, HadolintSettings settings) {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", dockerfile));
    List<Diagnostic> found = HadolintChecks.run(parsed, settings);
    return (int) found.stream().filter(d -> d.code().equals(rule)).count();
  }

  static void count(int expected, String rule, String dockerfile) {
    assertEquals(
        expected, count(rule, dockerfile, HadolintSettings.DEFAULTS), rule + " in " + dockerfile);
  }

  /** Each script, or each body of a file, has one finding. */
  static void fires(String rule, String... bodies) {
    for (String body : bodies) {
      count(1, rule, HEAD + body + "\n");
    }
  }

  static void silent(String rule, String... bodies) {
    for (String body : bodies) {
      count(0, rule, HEAD + body + "\n");
    }
  }
}
