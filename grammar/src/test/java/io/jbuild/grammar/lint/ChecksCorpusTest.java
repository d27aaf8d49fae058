package io.jbuild.grammar.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ChecksCorpusTest {
  /** Findings of rules as {@code rule:line}, sorted. */
  private static List<String> run(Source source, CheckSettings settings) {
    List<String> found = new ArrayList<>();
    for (Diagnostic d : Checks.run(DockerfileParser.parse(source), settings)) {
      if (Rule.of(d.code()).isPresent()) {
        found.add(d.code() + ":" + source.line(d.range().start()));
      }
    }
    return found.stream().sorted().toList();
  }

  @Test
  void everyCaseGivesTheWarningsOfBuildKit() {
    var tally = new Corpus.Tally("lint/buildkit-cases");
    for (JsonNode record : Corpus.records("lint/buildkit-cases.jsonl")) {
      Map<String, String> args = new HashMap<>();
      if (record.has("frontend_opts")) {
        record
            .get("frontend_opts")
            .properties()
            .forEach(e -> args.put(e.getKey().substring("build-arg:".length()), text(e)));
      }
      boolean all = record.has("warnings_lint_all_targets");
      List<String> expected = new ArrayList<>();
      for (JsonNode w : record.get(all ? "warnings_lint_all_targets" : "warnings")) {
        expected.add(w.get("rule").asText() + ":" + w.get("line").asText());
      }
      var settings =
          CheckSettings.DEFAULTS
              .withBuildArgs(args)
              .withIgnored(Optional.ofNullable(record.get("dockerignore")).map(this::ignored));
      var source = new Source("Dockerfile", record.get("dockerfile").asText());
      tally.compare(
          record.get("name").asText(), expected.stream().sorted().toList(), run(source, settings));
    }
    tally.done();
  }

  private static String text(Map.Entry<String, JsonNode> entry) {
    return entry.getValue().asText();
  }

  /** The cases have one pattern each; those with real rules are run by the command line's tests. */
  private Predicate<String> ignored(JsonNode text) {
    String pattern = text.asText().strip();
    return path ->
        path.equals(".") ? pattern.equals("*") : pattern.equals("*") || pattern.equals(path);
  }

  @Test
  void everyRealFileGivesTheWarningsOfBuildKit() {
    var tally = new Corpus.Tally("dockerfiles/checks");
    for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
      String file = record.get("file").asText();
      List<String> expected = new ArrayList<>();
      if (record.has("checks")) {
        for (JsonNode w : record.get("checks")) {
          expected.add(w.get("rule").asText() + ":" + w.get("lines").get(0).get(0).asText());
        }
      }
      var source = new Source(file, Corpus.read(Corpus.path("dockerfiles/" + file)));
      tally.compare(file, expected.stream().sorted().toList(), run(source, CheckSettings.DEFAULTS));
    }
    tally.done();
  }

  @Test
  void everyRuleOfBuildKitIsKnownByItsName() {
    Set<String> expected = new TreeSet<>();
    for (String line :
        Corpus.read(Corpus.path("lint/buildkit-rules.tsv")).lines().skip(1).toList()) {
      expected.add(line.split("\t")[0]);
    }
    Set<String> known = new TreeSet<>();
    for (Rule rule : Rule.values()) {
      known.add(rule.id());
    }
    Assertions.assertEquals(expected, known);
  }
}
