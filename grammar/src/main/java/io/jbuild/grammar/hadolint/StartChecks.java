package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Cmd;
import io.jbuild.grammar.Command;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Entrypoint;
import io.jbuild.grammar.Healthcheck;
import io.jbuild.grammar.ShellCommand;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Rules about what a container starts: CMD, ENTRYPOINT and HEALTHCHECK. */
final class StartChecks implements Check {
  private final Findings findings;
  private final Set<String> seen = new HashSet<>();
  private final StageUses uses = new StageUses();
  private final Set<Section> healthy = new HashSet<>();

  StartChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section section) {
    seen.clear();
    uses.enter(section);
    if (section.base().isPresent() && healthy.contains(section.base().get())) {
      healthy.add(section);
    }
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof Cmd cmd) {
      shellForm(cmd.command(), visit);
      once(HadolintRule.MULTIPLE_CMDS, visit);
    } else if (visit.instruction() instanceof Entrypoint entrypoint) {
      shellForm(entrypoint.command(), visit);
      once(HadolintRule.MULTIPLE_ENTRYPOINTS, visit);
    } else if (visit.instruction() instanceof Healthcheck check) {
      check.command().ifPresent(command -> shellForm(command, visit));
      once(HadolintRule.MULTIPLE_HEALTHCHECKS, visit);
      healthy.add(visit.section());
    } else if (visit.instruction() instanceof Copy copy) {
      uses.copy(copy);
    }
  }

  private void once(HadolintRule rule, Visit visit) {
    String keyword = visit.instruction().keyword();
    if (!visit.isTrigger() && !seen.add(keyword)) {
      findings.add(
          rule,
          visit,
          visit.keyword(),
          "this stage has a " + keyword + " before, which has no effect now",
          "keep the last alone");
    }
  }

  private void shellForm(Command command, Visit visit) {
    if (command instanceof ShellCommand shell) {
      findings.add(
          HadolintRule.SHELL_FORM,
          visit,
          shell.range(),
          visit.instruction().keyword()
              + " in shell form: the shell gets the signals, and the program does not",
          "write the arguments in JSON form, such as `[\"program\", \"argument\"]`");
    }
  }

  @Override
  public void end() {
    for (Section section : uses.leaves()) {
      if (!healthy.contains(section)) {
        findings.add(
            HadolintRule.HEALTHCHECK_MISSING,
            section.from().orElseThrow(),
            section.from().orElseThrow().image().range(),
            "nothing says how to see that a container of this image works",
            "add `HEALTHCHECK CMD …`, or `HEALTHCHECK NONE` if that is meant",
            Optional.empty());
      }
    }
  }
}
