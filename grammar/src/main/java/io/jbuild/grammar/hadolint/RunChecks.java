package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.shell.Operator;
import io.jbuild.grammar.shell.ShellScript;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules about a RUN as a whole: pipes, and RUN after RUN. */
final class RunChecks implements Check {
  private final Findings findings;
  private Optional<Set<String>> before = Optional.empty();

  RunChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof Run run) {
      visit.script().ifPresent(script -> pipe(run, script, visit));
      if (!visit.isTrigger()) {
        consecutive(run, visit);
        return;
      }
    }
    before = Optional.empty();
  }

  private void pipe(Run run, ShellScript script, Visit visit) {
    if (run.command() instanceof ExecCommand
        || visit.shell().hasPipefail()
        || (visit.shell().knowsPipefail() && setsPipefail(script))) {
      return;
    }
    Optional<Operator> pipe = script.operators().stream().filter(Operator::isPipe).findFirst();
    if (pipe.isPresent()) {
      int before = visit.place().range().start();
      findings.add(
          HadolintRule.NO_PIPEFAIL,
          visit,
          pipe.get().range(),
          "if what is before this pipe fails, the RUN goes on as if nothing had happened",
          "set `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` before; images with busybox"
              + " have `/bin/ash`",
          Fix.suggested(
              "set SHELL before",
              new Range(before, before),
              "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"));
    }
  }

  private static boolean setsPipefail(ShellScript script) {
    return script.commands().stream()
        .filter(command -> command.name().equals("set"))
        .anyMatch(
            command -> command.arguments().stream().anyMatch(a -> a.text().equals("pipefail")));
  }

  private void consecutive(Run run, Visit visit) {
    Set<String> flags = new TreeSet<>();
    for (Flag flag : run.flags()) {
      flags.add(flag.name() + "=" + flag.value().map(Word::text).orElse(""));
    }
    boolean single = visit.commands().size() < 2;
    if (single && before.isPresent() && before.get().equals(flags)) {
      findings.add(
          HadolintRule.CONSECUTIVE_RUNS,
          visit,
          visit.keyword(),
          "this RUN and the one before could be one layer",
          "join them with `&&`");
    }
    before = single ? Optional.of(flags) : Optional.empty();
  }
}
