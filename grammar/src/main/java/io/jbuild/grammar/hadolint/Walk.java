package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.shell.ShellScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through a file, stage by stage, and shows each instruction to the checks. */
final class Walk {
  private final Dockerfile file;
  private final HadolintPragmas pragmas;
  private final Map<String, Section> byName = new HashMap<>();
  private final Map<Section, Scope> scopes = new HashMap<>();

  Walk(Dockerfile file, HadolintPragmas pragmas) {
    this.file = file;
    this.pragmas = pragmas;
  }

  void run(List<Check> checks) {
    var section = new Section(-1, Optional.empty(), Optional.empty());
    char escape = file.directives().escape();
    var global = new Scope(Optional.empty(), Optional.empty(), escape);
    Scope scope = global;
    scopes.put(section, scope);
    Section head = section;
    checks.forEach(check -> check.enter(head));
    for (Instruction instruction : file.everyInstruction()) {
      if (instruction instanceof From from) {
        section = section(section.index() + 1, from);
        scope = new Scope(section.base().map(scopes::get), Optional.of(global), escape);
        scopes.put(section, scope);
        Section entered = section;
        checks.forEach(check -> check.enter(entered));
      }
      Visit visit = visit(instruction, section, scope);
      checks.forEach(check -> check.look(visit));
      scope.add(instruction);
    }
    checks.forEach(Check::end);
  }

  private Section section(int index, From from) {
    Optional<Section> base = Optional.ofNullable(byName.get(Names.folded(from.image().text())));
    var section = new Section(index, Optional.of(from), base);
    from.alias().ifPresent(alias -> byName.put(Names.folded(alias.text()), section));
    return section;
  }

  private Visit visit(Instruction place, Section section, Scope scope) {
    Instruction instruction =
        place instanceof Onbuild onbuild ? onbuild.nested().orElse(place) : place;
    Optional<ShellScript> script = Optional.empty();
    if (instruction instanceof Run run
        && (run.command() instanceof ExecCommand || pragmas.shell(place).isPosix())) {
      script = Optional.of(ShellScript.of(file, run));
    }
    return new Visit(place, instruction, section, scope, pragmas.shell(place), script);
  }
}
