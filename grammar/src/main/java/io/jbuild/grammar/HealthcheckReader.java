package io.jbuild.grammar;

import java.util.Optional;

/** Reads HEALTHCHECK. */
final class HealthcheckReader {
  private static final long SHORTEST = 1_000_000;

  private HealthcheckReader() {}

  static Optional<Healthcheck> read(Statement s, Problems problems) {
    var check = (Statement.Check) s.arguments();
    if (check.kind().isEmpty()) {
      problems.error(
          "missing-argument",
          s.origin().range(),
          "HEALTHCHECK needs `CMD` and a command, or `NONE`",
          "for example `HEALTHCHECK CMD curl -f http://localhost/`");
      return Optional.empty();
    }
    Word kind = check.kind().get();
    boolean none = kind.text().equalsIgnoreCase("NONE");
    Command command = CommandForms.command(check.command());
    boolean empty =
        command instanceof ExecCommand exec
            ? exec.arguments().isEmpty()
            : ((ShellCommand) command).text().isEmpty();
    if (none) {
      if (!empty) {
        problems.error("bad-healthcheck", command.range(), "HEALTHCHECK NONE takes no arguments");
        return Optional.empty();
      }
      return Optional.of(new Healthcheck(s.origin(), s.flags(), Optional.empty()));
    }
    FlagRules.check(s, problems);
    s.flags().forEach(flag -> flag.value().ifPresent(value -> value(flag, value, problems)));
    if (!kind.text().equalsIgnoreCase("CMD")) {
      problems.error(
          "bad-healthcheck",
          kind.range(),
          "HEALTHCHECK takes `CMD` or `NONE`, not `" + kind.text() + "`",
          "write `HEALTHCHECK CMD " + kind.text() + " ...`",
          Optional.of(
              Fix.suggested(
                  "write `CMD` before it",
                  new Range(kind.range().start(), kind.range().start()),
                  "CMD ")));
      return Optional.empty();
    }
    if (empty) {
      problems.error(
          "bad-healthcheck",
          kind.range(),
          "a command is missing after HEALTHCHECK CMD",
          "for example `HEALTHCHECK CMD curl -f http://localhost/`");
      return Optional.empty();
    }
    return Optional.of(new Healthcheck(s.origin(), s.flags(), Optional.of(command)));
  }

  private static void value(Flag flag, Word value, Problems problems) {
    String text = value.text();
    if (text.isEmpty()) {
      return;
    }
    switch (flag.name()) {
      case "interval", "timeout", "start-period", "start-interval" -> {
        Optional<Long> nanoseconds = GoDuration.parse(text);
        if (nanoseconds.isEmpty()) {
          problems.error(
              "bad-flag-value",
              value.range(),
              "`" + text + "` is no duration",
              "write it with its unit, such as `30s` or `1m30s`");
        } else if (nanoseconds.get() != 0 && nanoseconds.get() < SHORTEST) {
          problems.error(
              "bad-flag-value",
              value.range(),
              "`--" + flag.name() + "` cannot be shorter than 1ms");
        }
      }
      case "retries" -> {
        Optional<Integer> retries = count(text);
        if (retries.isEmpty() || retries.get() < 0) {
          problems.error(
              "bad-flag-value",
              value.range(),
              "`--retries` takes a whole number that is not negative, not `" + text + "`");
        }
      }
      default -> {}
    }
  }

  static Optional<Integer> count(String text) {
    try {
      boolean ascii = text.chars().allMatch(c -> c < 0x80);
      return ascii ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
