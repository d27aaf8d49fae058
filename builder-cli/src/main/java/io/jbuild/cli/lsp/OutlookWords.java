package io.jbuild.cli.lsp;

import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.BuildForecast;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.solve.Outlook;
import io.jbuild.grammar.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outlooks as a line above an instruction says them. */
final class OutlookWords {
  private static final int MOST_REASONS = 3;

  private final Map<Step, Integer> lines = new HashMap<>();

  /** Words for the steps of a plan, those of a source being told by their lines. */
  OutlookWords(List<PlannedStep> steps, Source source) {
    for (PlannedStep step : steps) {
      if (step.source().equals(source)) {
        lines.putIfAbsent(step.step(), source.line(step.range().start()));
      }
    }
  }

  String of(Outlook outlook) {
    return switch (outlook) {
      case Outlook.Cached(var earlier) -> "cached" + last(Optional.of(earlier));
      case Outlook.Runs(var because, var earlier) ->
          "would run: " + reasons(because) + last(earlier);
      case Outlook.Depends(Step on, var earlier) -> depends(on) + last(earlier);
      case Outlook.Fails(String message) -> "would fail: " + message;
      case Outlook.Present(var image) ->
          "the store has `"
              + image.name()
              + "`, "
              + Amounts.bytes(image.layers().stream().mapToLong(layer -> layer.size()).sum());
      case Outlook.Pulled(var image) -> "would pull `" + image.name() + "`";
      case Outlook.Asked(String address) -> "would ask `" + address + "`";
    };
  }

  private String depends(Step on) {
    return switch (on) {
      case Step.PullImage(var image, _) ->
          "would run, unless what is pulled for `" + image.name() + "` is what it ran on before";
      case Step.FetchUrl fetch -> "would run if `" + fetch.url() + "` has changed";
      case Step.FetchGit fetch -> "would run if `" + fetch.address().remote() + "` has changed";
      default -> "would run if " + place(on) + " gives other files than before";
    };
  }

  private String place(Step step) {
    Integer line = lines.get(step);
    return line == null ? "a trigger of its base image" : "line " + line;
  }

  private static String reasons(List<String> because) {
    int more = because.size() - MOST_REASONS;
    return more <= 0
        ? String.join("; ", because)
        : String.join("; ", because.subList(0, MOST_REASONS)) + "; and " + more + " more reasons";
  }

  private static String last(Optional<Outlook.Earlier> earlier) {
    return earlier
        .map(last -> " · last " + Amounts.seconds(last.took()) + ", " + Amounts.bytes(last.size()))
        .orElse("");
  }

  static String of(BuildForecast.Amount amount) {
    return amount.count()
        + (amount.count() == 1 ? " file, " : " files, ")
        + Amounts.bytes(amount.bytes());
  }
}
