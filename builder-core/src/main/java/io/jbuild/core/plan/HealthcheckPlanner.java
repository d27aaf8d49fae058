package io.jbuild.core.plan;

import io.jbuild.core.image.Healthcheck;
import io.jbuild.grammar.Command;
import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads HEALTHCHECK; the image holds only what is given. */
final class HealthcheckPlanner {
  private static final long SHORTEST = 1_000_000;

  private final StagePlanner.Context context;
  private boolean refused;

  HealthcheckPlanner(StagePlanner.Context context) {
    this.context = context;
  }

  /** The check; empty if something is wrong with it, which is then reported. */
  Optional<Healthcheck> plan(io.jbuild.grammar.Healthcheck instruction) {
    long interval = 0;
    long timeout = 0;
    long startPeriod = 0;
    long startInterval = 0;
    int retries = 0;
    for (Flag flag : instruction.flags()) {
      switch (flag.name()) {
        case "interval" -> interval = duration(flag);
        case "timeout" -> timeout = duration(flag);
        case "start-period" -> startPeriod = duration(flag);
        case "start-interval" -> startInterval = duration(flag);
        case "retries" -> retries = retries(flag);
        default -> refused |= Flags.unknown(flag, "HEALTHCHECK", context);
      }
    }
    if (refused) {
      return Optional.empty();
    }
    List<String> test = instruction.command().map(this::test).orElse(List.of("NONE"));
    return Optional.of(
        new Healthcheck(test, interval, timeout, startPeriod, startInterval, retries));
  }

  private List<String> test(Command command) {
    return switch (command) {
      case ShellCommand shell -> List.of("CMD-SHELL", shell.text());
      case ExecCommand exec -> {
        var test = new ArrayList<>(List.of("CMD"));
        test.addAll(exec.arguments());
        yield test;
      }
    };
  }

  private long duration(Flag flag) {
    String text = flag.value().map(Word::text).orElse("");
    OptionalLong nanoseconds = GoText.parseDuration(text);
    boolean fits =
        nanoseconds.isPresent()
            && (nanoseconds.getAsLong() == 0 || nanoseconds.getAsLong() >= SHORTEST);
    if (!fits && !text.isEmpty()) {
      error(
          flag,
          "`" + text + "` is not a time for `--" + flag.name() + "`",
          "expected a duration of at least 1ms, for example `30s` or `1m30s`");
      return 0;
    }
    return nanoseconds.orElse(0);
  }

  private int retries(Flag flag) {
    String text = flag.value().map(Word::text).orElse("");
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("\\+?[0-9]{1,9}")) {
      error(
          flag,
          "`" + text + "` is not a number of retries",
          "expected a number that is not negative");
      return 0;
    }
    return Integer.parseInt(text);
  }

  private void error(Flag flag, String message, String hint) {
    context.findings().error("bad-healthcheck", context.source(), flag.range(), message, hint);
    refused = true;
  }

  /** The check as BuildKit's history has it. */
  static String text(Healthcheck check) {
    return "{Test:"
        + GoText.list(check.test())
        + " Interval:"
        + GoText.duration(check.interval())
        + " Timeout:"
        + GoText.duration(check.timeout())
        + " StartPeriod:"
        + GoText.duration(check.startPeriod())
        + " StartInterval:"
        + GoText.duration(check.startInterval())
        + " Retries:"
        + check.retries()
        + "}";
  }
}
