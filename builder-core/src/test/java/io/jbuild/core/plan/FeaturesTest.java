package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every row of the corpus' table of the language is done, or refused by name: {@code
 * testdata/features.tsv} says what shows it.
 */
class FeaturesTest {
  private static final Path PROJECT = Path.of(System.getProperty("jbuild.root", ".."));
  private static final Path CORPUS = Path.of(System.getProperty("jbuild.corpus", "no-corpus"));

  /** One row: group, item, kind of evidence, the evidence, texts that have to be there. */
  private record Evidence(String row, String kind, String what, List<String> shows) {
    static Evidence of(String line) {
      String[] fields = line.split("\t");
      List<String> shows = Stream.of(fields).skip(4).map(FeaturesTest::unescaped).toList();
      return new Evidence(fields[0] + "\t" + fields[1], fields[2], unescaped(fields[3]), shows);
    }
  }

  @Test
  void everyRowOfTheLanguageHasItsEvidence() throws IOException {
    Path table = CORPUS.resolve("spec/features.tsv");
    if (!Files.exists(table)) {
      System.out.println("skipped: no table of the language at " + table);
      Assumptions.abort("no corpus");
    }
    List<String> rows =
        Files.readAllLines(table).stream()
            .skip(1)
            .map(line -> String.join("\t", List.of(line.split("\t")).subList(0, 2)))
            .toList();

    assertEquals(rows, evidence().stream().map(Evidence::row).toList());
  }

  @Test
  void everyEvidenceHolds() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Evidence evidence : evidence()) {
      String problem = problem(evidence);
      if (!problem.isEmpty()) {
        wrong.add(evidence.row() + ": " + problem);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private static String problem(Evidence evidence) throws IOException {
    return switch (evidence.kind()) {
      case "plan" -> {
        PlanResult result = planned(evidence.what());
        yield result.plan().isEmpty()
            ? Planning.render(result.diagnostics())
            : missing(evidence.shows(), PlanText.print(result.plan().get()));
      }
      case "refused" -> {
        PlanResult result = planned(evidence.what());
        yield result.plan().isPresent()
            ? "is planned"
            : missing(evidence.shows(), Planning.render(result.diagnostics()));
      }
      case "case" -> {
        Path recorded = CORPUS.resolve("conformance").resolve(evidence.what() + ".json");
        yield Files.exists(CORPUS) && !Files.exists(recorded) ? "no " + recorded : "";
      }
      case "test" -> test(evidence.what());
      default -> "no kind of evidence: " + evidence.kind();
    };
  }

  private static PlanResult planned(String dockerfile) {
    return Planning.ofText(dockerfile)
        .platforms("linux/arm64", "linux/amd64")
        .buildArg("BUILDKIT_SANDBOX_HOSTNAME", "given")
        .buildArg("BUILDKIT_CACHE_MOUNT_NS", "space")
        .result();
  }

  private static String missing(List<String> shows, String text) {
    for (String wanted : shows) {
      if (!text.contains(wanted)) {
        return "no `" + wanted + "` in\n" + text;
      }
    }
    return "";
  }

  /** Whether a test of this name is among the sources. */
  private static String test(String name) throws IOException {
    String[] parts = name.split("#");
    for (String module : List.of("grammar", "builder-core", "builder-cli")) {
      try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.endsWith(parts[0] + ".java")).toList()) {
          if (Files.readString(file).contains(" void " + parts[1] + "(")) {
            return "";
          }
        }
      }
    }
    return "there is no test " + name;
  }

  private static List<Evidence> evidence() throws IOException {
    return Files.readAllLines(PROJECT.resolve("testdata/features.tsv")).stream()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(Evidence::of)
        .toList();
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 'n' ? '\n' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
