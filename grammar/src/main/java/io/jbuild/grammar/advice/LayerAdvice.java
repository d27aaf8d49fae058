package io.jbuild.grammar.advice;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.shell.ShellScript;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.List;
import java.util.Optional;

/**
 * apt-lists-in-layer: lists of packages that one RUN fetches and a later one deletes stay in the
 * layer of the first. That they are not deleted at all is hadolint's to tell.
 */
final class LayerAdvice {
  private static final String LISTS = "/var/lib/apt/lists";

  private final Dockerfile file;
  private final AdviceFindings findings;

  LayerAdvice(Dockerfile file, AdviceFindings findings) {
    this.file = file;
    this.findings = findings;
  }

  void run() {
    for (Stage stage : file.stages()) {
      Optional<Run> fetched = Optional.empty();
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Run run) {
          fetched = after(run, fetched);
        }
      }
    }
  }

  /** The RUN whose layer holds the lists, when this one is done. */
  private Optional<Run> after(Run run, Optional<Run> before) {
    // Lists in a cache mount are in no layer.
    if (run.flags().stream().anyMatch(flag -> flag.name().equals("mount"))) {
      return before;
    }
    Optional<Run> held = before;
    for (SimpleCommand command : ShellScript.of(file, run).commands()) {
      if (updatesLists(command)) {
        held = Optional.of(run);
      } else if (deletesLists(command)) {
        held.filter(earlier -> earlier != run).ifPresent(earlier -> tell(command, earlier));
        held = Optional.empty();
      }
    }
    return held;
  }

  private void tell(SimpleCommand command, Run earlier) {
    findings.add(
        AdviceRule.APT_LISTS_IN_LAYER,
        command.range(),
        "the layer of line " + earlier.firstLine() + " keeps the lists that this deletes",
        "delete them in the RUN that fetches them");
  }

  private static boolean updatesLists(SimpleCommand command) {
    return List.of("apt-get", "apt").contains(command.name())
        && command.arguments().stream().map(ShellWord::text).anyMatch("update"::equals);
  }

  private static boolean deletesLists(SimpleCommand command) {
    return command.name().equals("rm")
        && command.arguments().stream().anyMatch(word -> word.text().startsWith(LISTS));
  }
}
