package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Plans every stage of real Dockerfiles: what BuildKit can plan is planned or refused by name. */
final class DockerfilesPlanTest {
  /**
   * A stage that is named in other letters than FROM has it: BuildKit takes the FROM for an image,
   * whose name is then refused for its capitals; jbuild takes it for the stage.
   */
  private static final String CAPITAL_STAGE = "Dockerfile_test_from_multistage_capital";

  @Test
  void textsThatBuildKitRefusesAreRefused() throws IOException {
    Path corpus = Path.of(System.getProperty("jbuild.corpus", ""));
    Path records = corpus.resolve("parser/errors.jsonl");
    if (!Files.exists(records)) {
      System.out.println("skipped: no texts in " + corpus);
      Assumptions.abort("no corpus");
    }
    for (String line : Files.readAllLines(records)) {
      JsonNode record = new ObjectMapper().readTree(line);
      String text =
          (record.path("fragment").asBoolean() ? "FROM scratch\n" : "")
              + record.get("dockerfile").asText();
      PlanResult result = Planning.ofText(text).result();
      var errors = new ArrayList<>(result.diagnostics());
      boolean expected = record.get("expected").asText().equals("error");
      errors.removeIf(d -> d.severity() != Severity.ERROR);
      assertEquals(expected, !errors.isEmpty(), text + Planning.render(errors));
    }
  }

  @Test
  void everyStageIsPlanned() throws IOException {
    Path corpus = Path.of(System.getProperty("jbuild.corpus", ""));
    Path records = corpus.resolve("dockerfiles/expected.jsonl");
    if (!Files.exists(records)) {
      System.out.println("skipped: no Dockerfiles in " + corpus);
      Assumptions.abort("no corpus");
    }
    var wrong = new ArrayList<String>();
    int planned = 0;
    for (String line : Files.readAllLines(records)) {
      JsonNode record = new ObjectMapper().readTree(line);
      String name = record.get("file").asText();
      if (!name.startsWith("linux/")) {
        continue;
      }
      String text = Files.readString(corpus.resolve("dockerfiles").resolve(name));
      Parsed parsed = DockerfileParser.parse(new Source(name, text));
      if (parsed.hasErrors()) {
        continue;
      }
      var errors = new ArrayList<Diagnostic>();
      for (Stage stage : parsed.dockerfile().stages()) {
        PlanResult result = Planning.ofText(text).target(stage).result();
        errors.addAll(result.diagnostics());
        planned += result.plan().isPresent() ? 1 : 0;
      }
      boolean expected = record.has("plan_error") && !name.endsWith(CAPITAL_STAGE);
      errors.removeIf(d -> d.severity() != Severity.ERROR);
      if (expected == errors.isEmpty()) {
        wrong.add(name + ": " + record.path("plan_error") + "\n" + Planning.render(errors));
      }
    }
    assertEquals("", String.join("\n", List.copyOf(wrong)));
    assertTrue(planned > 0);
  }
}
