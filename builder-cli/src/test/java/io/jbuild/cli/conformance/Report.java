package io.jbuild.cli.conformance;

import io.jbuild.cli.conformance.Verdict.Deferred;
import io.jbuild.cli.conformance.Verdict.Impossible;
import io.jbuild.cli.conformance.Verdict.Otherwise;
import io.jbuild.cli.conformance.Verdict.Passed;
import io.jbuild.cli.conformance.Verdict.Wrong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Counts and differences of a run. */
final class Report {
  private final String user;
  private final Map<RecordedCase, Verdict> verdicts;
  private final Map<String, String> contested;

  Report(String user, Map<RecordedCase, Verdict> verdicts, Map<String, String> contested) {
    this.user = user;
    this.verdicts = new LinkedHashMap<>();
    verdicts.forEach((each, verdict) -> this.verdicts.put(each, judged(each, verdict, contested)));
    this.contested = contested;
  }

  private static Verdict judged(RecordedCase each, Verdict verdict, Map<String, String> contested) {
    String reason = contested.get(each.toString());
    return verdict instanceof Wrong(List<String> differences) && reason != null
        ? new Otherwise(reason, differences)
        : verdict;
  }

  /** One line for each area, then why cases of an area were not compared. */
  String counts() {
    var text = new StringBuilder("conformance as " + (user.isEmpty() ? "this user" : user) + "\n");
    Map<String, List<Verdict>> areas = new TreeMap<>();
    verdicts.forEach(
        (each, verdict) ->
            areas.computeIfAbsent(each.area(), area -> new ArrayList<>()).add(verdict));
    areas.forEach((area, list) -> text.append(line(area, list)));
    text.append(line("all", List.copyOf(verdicts.values())));
    Map<String, Long> reasons = new TreeMap<>();
    verdicts.forEach(
        (each, verdict) ->
            notCompared(verdict)
                .ifPresent(why -> reasons.merge(each.area() + ": " + why, 1L, Long::sum)));
    reasons.forEach((why, count) -> text.append("%5d %s%n".formatted(count, why)));
    return text.toString();
  }

  private static Optional<String> notCompared(Verdict verdict) {
    return switch (verdict) {
      case Deferred(String reason) -> Optional.of("deferred, " + reason);
      case Impossible(String reason) -> Optional.of("not possible, " + reason);
      case Otherwise(String reason, var _) -> Optional.of("contested, " + reason);
      case Passed _, Wrong _ -> Optional.empty();
    };
  }

  private static String line(String area, List<Verdict> verdicts) {
    return "%-14s %3d as recorded, %3d wrong, %3d contested, %3d deferred, %3d not possible%n"
        .formatted(
            area,
            count(verdicts, Passed.class::isInstance),
            count(verdicts, Wrong.class::isInstance),
            count(verdicts, Otherwise.class::isInstance),
            count(verdicts, Deferred.class::isInstance),
            count(verdicts, Impossible.class::isInstance));
  }

  private static long count(List<Verdict> verdicts, Predicate<Verdict> which) {
    return verdicts.stream().filter(which).count();
  }

  /** Differences that nothing explains, and contested cases that come out as recorded after all. */
  String failures() {
    var text = new StringBuilder();
    verdicts.forEach(
        (each, verdict) -> {
          if (verdict instanceof Wrong(List<String> differences)) {
            text.append(each).append('\n');
            differences.forEach(line -> text.append("    ").append(line).append('\n'));
          } else if (verdict instanceof Passed && contested.containsKey(each.toString())) {
            text.append(each).append(" is contested, but comes out as recorded\n");
          }
        });
    return text.toString();
  }

  private static String lines(List<String> differences) {
    return "\n    " + String.join("\n    ", differences) + "\n";
  }

  /** Writes counts and every difference to a file in a folder. */
  void write(Path folder) throws IOException {
    var text = new StringBuilder(counts());
    verdicts.forEach(
        (each, verdict) -> {
          String found =
              switch (verdict) {
                case Passed _ -> "";
                case Deferred(String reason) -> "deferred: " + reason + "\n";
                case Impossible(String reason) -> "not possible: " + reason + "\n";
                case Otherwise(String reason, List<String> differences) ->
                    "contested: " + reason + lines(differences);
                case Wrong(List<String> differences) -> "wrong" + lines(differences);
              };
          if (!found.isEmpty()) {
            text.append(each).append(": ").append(found);
          }
        });
    Files.writeString(
        folder.resolve("conformance-report" + (user.isEmpty() ? "" : "-" + user) + ".txt"), text);
  }
}
