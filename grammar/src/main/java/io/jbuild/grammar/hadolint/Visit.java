package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.shell.ShellScript;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.List;
import java.util.Optional;

/**
 * An instruction that rules look at.
 *
 * @param place the instruction of the file: findings begin in its first line
 * @param instruction the same, or the trigger if it is ONBUILD
 * @param section where it stands
 * @param scope what is set before it; changes after the visit
 * @param shell that runs its shell form
 * @param script what it runs, if it is RUN and its shell is one of POSIX
 */
record Visit(
    Instruction place,
    Instruction instruction,
    Section section,
    Scope scope,
    ShellInForce shell,
    Optional<ShellScript> script) {
  boolean isTrigger() {
    return place != instruction;
  }

  Range keyword() {
    return instruction.origin().keywordRange();
  }

  /** The commands it runs; none if it is no RUN of a shell of POSIX. */
  List<SimpleCommand> commands() {
    return script.map(ShellScript::commands).orElse(List.of());
  }

  /** Whether words can be added to its commands: they are written for a shell. */
  boolean isShellForm() {
    return instruction instanceof Run run && run.command() instanceof ShellCommand;
  }
}
