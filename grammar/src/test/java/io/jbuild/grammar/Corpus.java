package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The shared conformance data; a test that finds none says so and is skipped. */
public final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static boolean reported;

  private Corpus() {}

  /** A folder or file of the corpus. */
  public static Path path(String relative) {
    Path root = Path.of(System.getProperty("jbuild.corpus", "../shared/corpus"));
    if (!Files.isDirectory(root) && !reported) {
      reported = true;
      System.out.println("no corpus at " + root + ": corpus tests are skipped");
    }
    Assumptions.assumeTrue(Files.isDirectory(root), "no corpus at " + root);
    Path path = root.resolve(relative);
    assertTrue(Files.exists(path), () -> "the corpus has no " + relative);
    return path;
  }

  /** The records of a {@code .jsonl} file. */
  public static List<JsonNode> records(String relative) {
    List<JsonNode> records = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path(relative))) {
        if (!line.isBlank()) {
          records.add(JSON.readTree(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertTrue(records.size() > 0, () -> relative + " has no records");
    return records;
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one case after the other, prints the count and fails with every difference. */
  public static final class Tally {
    private final String name;
    private final List<String> failures = new ArrayList<>();
    private int count;

    public Tally(String name) {
      this.name = name;
    }

    /** Counts a case; a case whose expectation is met has equal texts. */
    public void compare(String label, Object expected, Object actual) {
      count++;
      if (!String.valueOf(expected).equals(String.valueOf(actual))) {
        failures.add(label + "\n  expected " + expected + "\n  actual   " + actual);
      }
    }

    public void done() {
      System.out.println(name + ": " + (count - failures.size()) + " of " + count + " agree");
      if (!failures.isEmpty()) {
        report();
        fail(
            name
                + ": "
                + failures.size()
                + " of "
                + count
                + " differ\n"
                + String.join("\n", failures.subList(0, Math.min(20, failures.size()))));
      }
    }

    private void report() {
      try {
        Path folder = Files.createDirectories(Path.of("target/corpus-report"));
        Files.writeString(
            folder.resolve(name.replace('/', '-') + ".txt"), String.join("\n", failures));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
