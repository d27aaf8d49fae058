package io.jbuild.grammar.hadolint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HadolintCorpusTest {
  private static final String CASES = "lint/hadolint-cases.jsonl";

  /** The rules that are off unless asked for are asked for by their cases. */
  private static HadolintSettings settings(JsonNode record) {
    Map<String, Optional<Severity>> severities = new HashMap<>();
    for (HadolintRule rule : HadolintRule.values()) {
      if (rule.severity().isEmpty()) {
        severities.put(rule.id(), Optional.of(Severity.INFO));
      }
    }
    JsonNode config = record.path("config");
    List<String> registries = new ArrayList<>();
    config.path("allowed_registries").forEach(host -> registries.add(host.asText()));
    Map<String, LabelType> schema = new TreeMap<>();
    config
        .path("label_schema")
        .properties()
        .forEach(e -> schema.put(e.getKey(), LabelType.of(e.getValue().asText()).orElseThrow()));
    return HadolintSettings.DEFAULTS
        .withSeverities(severities)
        .withTrustedRegistries(registries)
        .withLabels(schema, config.path("strict_labels").asBoolean(false));
  }

  @Test
  void everyCaseGivesWhatHadolintGives() {
    var tally = new Corpus.Tally("lint/hadolint-cases");
    for (JsonNode record : Corpus.records(CASES)) {
      String rule = record.get("rule").asText();
      var source = new Source("Dockerfile", record.get("dockerfile").asText());
      List<Diagnostic> found =
          HadolintChecks.run(DockerfileParser.parse(source), settings(record)).stream()
              .filter(d -> d.code().equals(rule))
              .toList();
      String label = record.get("name").asText() + " " + record.get("dockerfile");
      String actual = found.isEmpty() ? "silent" : "fires";
      boolean counted = record.has("count") && !found.isEmpty();
      tally.compare(
          label,
          record.get("expected").asText() + (counted ? " " + record.get("count").asText() : ""),
          actual + (counted ? " " + found.size() : ""));
    }
    tally.done();
  }

  @Test
  void everyRuleOfHadolintIsKnownWithItsSeverity() {
    Map<String, String> expected = new TreeMap<>();
    Corpus.read(Corpus.path("lint/hadolint-rules.tsv"))
        .lines()
        .skip(1)
        .map(line -> line.split("\t"))
        .forEach(row -> expected.put(row[0], row[1]));
    Map<String, String> known = new TreeMap<>();
    for (HadolintRule rule : HadolintRule.values()) {
      known.put(rule.id(), rule.severity().map(s -> s.name().toLowerCase()).orElse("ignore"));
    }
    assertEquals(expected, known);
  }
}
