package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.TextEdits;
import io.jbuild.grammar.format.FormatStyle;
import io.jbuild.grammar.format.Formatter;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is built stays the same when safe fixes are applied, and when a file is formatted. */
final class FixesPlanTest {
  private static List<String> texts() throws IOException {
    Path corpus = Path.of(System.getProperty("jbuild.corpus", ""));
    if (!Files.exists(corpus.resolve("dockerfiles/expected.jsonl"))) {
      System.out.println("skipped: no Dockerfiles in " + corpus);
      Assumptions.abort("no corpus");
    }
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(corpus.resolve("dockerfiles/expected.jsonl"))) {
      String name = new ObjectMapper().readTree(line).get("file").asText();
      texts.add(Files.readString(corpus.resolve("dockerfiles").resolve(name)));
    }
    for (String line : Files.readAllLines(corpus.resolve("lint/buildkit-cases.jsonl"))) {
      texts.add(new ObjectMapper().readTree(line).get("dockerfile").asText());
    }
    return texts;
  }

  /** The plans of all stages. */
  private static List<String> plans(String text) {
    Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    List<String> plans = new ArrayList<>();
    for (Stage stage : parsed.dockerfile().stages()) {
      Optional<Plan> plan = Planning.ofText(text).target(stage).result().plan();
      plans.add(plan.map(PlanText::print).orElse("none"));
    }
    return plans;
  }

  @Test
  void safeFixesLeaveThePlanAsItIs() throws IOException {
    int applied = 0;
    for (String text : texts()) {
      Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
      List<Fix> safe =
          Checks.run(parsed, CheckSettings.DEFAULTS).stream()
              .map(Diagnostic::fix)
              .flatMap(Optional::stream)
              .filter(Fix::safe)
              .toList();
      if (!parsed.hasErrors() && !safe.isEmpty()) {
        String fixed = TextEdits.apply(text, TextEdits.of(TextEdits.compatible(safe)));
        assertEquals(plans(text), plans(fixed), fixed);
        applied += safe.size();
      }
    }
    assertTrue(applied > 0, "there are safe fixes");
  }

  @Test
  void formattingLeavesThePlanAsItIs() throws IOException {
    var style = new FormatStyle("  ", FormatStyle.Case.UPPER, true);
    for (String text : texts()) {
      String formatted = Formatter.format(new Source("Dockerfile", text), style);
      assertEquals(titled(plans(text)), titled(plans(formatted)), formatted);
    }
  }

  /** The title of a step is its text, blanks and all. */
  private static List<String> titled(List<String> plans) {
    List<String> titled = new ArrayList<>();
    for (String plan : plans) {
      for (String line : plan.split("\n")) {
        titled.add(line.startsWith("  #") ? line.replaceAll("( |\\\\t)+", " ") : line);
      }
    }
    return titled;
  }
}
