package io.jbuild.core.space;

import io.jbuild.cache.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A step in one line, from the named fields of its record. */
final class StepText {
  private StepText() {}

  static String of(StepRecord record) {
    Map<String, String> fields = record.fields();
    return switch (fields.getOrDefault("kind", "")) {
      case "run" -> "RUN " + command(all(record, "argument"));
      case "copy" ->
          "COPY "
              + String.join(" ", all(record, "source"))
              + " "
              + fields.getOrDefault("destination", "");
      case "mkdir" -> "WORKDIR " + fields.getOrDefault("path", "");
      default -> fields.getOrDefault("kind", "");
    };
  }

  /** What a Dockerfile would have, without the shell that runs it. */
  private static String command(List<String> arguments) {
    boolean shell = arguments.size() == 3 && arguments.get(1).equals("-c");
    return String.join(" ", shell ? arguments.subList(2, 3) : arguments).replace('\n', ' ').strip();
  }

  private static List<String> all(StepRecord record, String name) {
    List<String> values = new ArrayList<>();
    record
        .fields()
        .forEach(
            (key, value) -> {
              if (key.startsWith(name + ".") && !key.endsWith(".content")) {
                values.add(value);
              }
            });
    return values;
  }
}
