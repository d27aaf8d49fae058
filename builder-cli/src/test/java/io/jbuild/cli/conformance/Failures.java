package io.jbuild.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What jbuild has to say where a recorded build fails. */
final class Failures {
  private static final int BUILD_FAILED = 1;
  private static final int USAGE = 2;
  private static final Pattern LOCATED = Pattern.compile(":\\d+:\\d+: error: .*\\[[a-z-]+\\]");

  private final Map<String, Pattern> expected = new HashMap<>();

  private Failures() {}

  /** Reads a table of case, line of the Dockerfile and code of the diagnostic. */
  static Failures read(Path file) throws IOException {
    var failures = new Failures();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\t");
      if (fields.length != 3) {
        throw new IOException(file + ": not three fields in `" + line + "`");
      }
      failures.expected.put(
          fields[0],
          Pattern.compile(
              ":" + fields[1] + ":\\d+: error: .*\\[" + Pattern.quote(fields[2]) + "\\]"));
    }
    return failures;
  }

  /** What is wrong with the end of a build that has to fail, in words. */
  List<String> problems(RecordedCase recorded, Launcher.Outcome outcome) {
    if (outcome.exitCode() != BUILD_FAILED && outcome.exitCode() != USAGE) {
      return List.of("should fail with 1 or 2, ended with " + outcome.exitCode());
    }
    Pattern diagnostic = expected.getOrDefault(recorded.toString(), LOCATED);
    return diagnostic.matcher(outcome.output()).find()
        ? List.of()
        : List.of("should say `" + diagnostic + "`, said " + outcome.output().strip());
  }
}
