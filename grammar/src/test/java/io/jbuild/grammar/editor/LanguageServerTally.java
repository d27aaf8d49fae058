package io.jbuild.grammar.editor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts where answers agree with recorded ones: a share of them has to. Those of the shared data
 * that do not, whose names are {@code s} and a number, must each fall into a group that {@code
 * testdata/langserver-differences.tsv} gives a reason for; others are printed.
 */
final class LanguageServerTally {
  private final String feature;
  private final int share;
  private final List<String> unexplained = new ArrayList<>();
  private final Map<String, Integer> groups = new TreeMap<>();
  private final List<LanguageServerDifference> known;
  private int count;
  private int agree;

  /**
   * Begins to count.
   *
   * @param share how many of a hundred answers have to agree
   */
  LanguageServerTally(String feature, int share) {
    this.feature = feature;
    this.share = share;
    this.known = LanguageServerDifference.of(feature);
  }

  void compare(JsonNode record, Object expected, Object actual) {
    count++;
    if (String.valueOf(expected).equals(String.valueOf(actual))) {
      agree++;
      return;
    }
    String text = record.get("document").asText();
    for (LanguageServerDifference difference : known) {
      if (difference.explains(record.get("name").asText(), text, expected, actual)) {
        groups.merge(difference.group(), 1, Integer::sum);
        return;
      }
    }
    unexplained.add(
        record.get("name").asText()
            + " "
            + record.get("document")
            + " "
            + record.path("position")
            + "\n  expected "
            + expected
            + "\n  actual   "
            + actual);
  }

  void done() {
    System.out.println(
        "langserver/" + feature + ": " + agree + " of " + count + " agree, differ by " + groups);
    try {
      Path folder = Files.createDirectories(Path.of("target/corpus-report"));
      Files.writeString(
          folder.resolve("langserver-" + feature + ".txt"), String.join("\n", unexplained));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    unexplained.forEach(difference -> System.out.println("  " + difference));
    assertTrue(agree * 100 >= count * share, feature + ": " + agree + " of " + count + " agree");
    assertTrue(
        unexplained.stream().noneMatch(line -> line.matches("(?s)\\S+ s\\d+ .*")),
        () ->
            feature
                + ": "
                + unexplained.size()
                + " differences without a reason\n"
                + String.join("\n", unexplained.subList(0, Math.min(20, unexplained.size()))));
  }
}
