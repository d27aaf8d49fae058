package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules about programs that RUN had better not start, or not so. */
final class ProgramChecks implements Check {
  private static final Set<String> USELESS =
      Set.of("free", "ifconfig", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim");

  /** What apt-get does as apt does. */
  private static final Set<String> SAME_IN_APT_GET =
      Set.of("update", "remove", "purge", "autoremove", "clean", "autoclean", "source");

  /**
   * What apt-get does a little otherwise: apt removes the packages that it fetched, and its upgrade
   * installs new ones.
   */
  private static final Set<String> NEARLY_SAME_IN_APT_GET =
      Set.of("install", "reinstall", "upgrade", "build-dep", "download");

  private static final String[] QUIET_WGET = {
    "progress", "q", "quiet", "o", "output-file", "a", "append-output", "no-verbose", "nv"
  };

  private final Findings findings;
  private final Set<String> fetchers = new HashSet<>();

  ProgramChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section section) {
    fetchers.clear();
  }

  @Override
  public void look(Visit visit) {
    List<SimpleCommand> commands = visit.commands();
    for (SimpleCommand command : commands) {
      if (!command.name().isEmpty()) {
        program(command, command.words().getFirst().range(), visit);
      }
    }
    bothFetchers(commands, visit);
  }

  private void program(SimpleCommand command, Range name, Visit visit) {
    switch (command.name()) {
      case "cd" ->
          findings.add(
              HadolintRule.CD_NOT_WORKDIR,
              visit,
              name,
              "the folder that `cd` changes to is gone when this RUN ends",
              "set it with WORKDIR");
      case "sudo" ->
          findings.add(
              HadolintRule.SUDO,
              visit,
              name,
              "`sudo` has neither a terminal nor a password here, and changes the environment",
              "RUN is root unless USER says otherwise; at run time `gosu` or `setpriv` drop"
                  + " rights");
      case "apt" -> apt(command, name, visit);
      case "wget" -> wget(command, name, visit);
      case "ln" -> link(command, visit);
      default -> {
        if (USELESS.contains(command.name())) {
          findings.add(
              HadolintRule.USELESS_PROGRAM,
              visit,
              name,
              "`" + command.name() + "` has no use while an image is built",
              "do without it");
        }
      }
    }
  }

  private void apt(SimpleCommand command, Range name, Visit visit) {
    String message = "`apt` is meant for terminals: what it takes and prints may change";
    String hint = "write `apt-get`, or `apt-cache` to look something up";
    String action = Invocation.of(command).operand(0);
    // The range of a word in JSON form holds its quotes.
    String replacement = visit.isShellForm() ? "apt-get" : "\"apt-get\"";
    if (SAME_IN_APT_GET.contains(action)) {
      Fix fix = Fix.safe("write `apt-get`", name, replacement);
      findings.add(HadolintRule.APT_FOR_TERMINALS, visit, name, message, hint, fix);
    } else if (NEARLY_SAME_IN_APT_GET.contains(action)) {
      Fix fix = Fix.suggested("write `apt-get`", name, replacement);
      findings.add(HadolintRule.APT_FOR_TERMINALS, visit, name, message, hint, fix);
    } else {
      findings.add(HadolintRule.APT_FOR_TERMINALS, visit, name, message, hint);
    }
  }

  private void wget(SimpleCommand command, Range name, Visit visit) {
    var call = Invocation.of(command);
    boolean brief = command.arguments().stream().map(ShellWord::text).anyMatch("-nv"::equals);
    if (brief || call.has(QUIET_WGET) || call.has("version", "help", "V", "h")) {
      return;
    }
    String message = "wget draws its progress into the log, a line for every 50 KB";
    String hint = "give `--progress=dot:giga`, or `-nv`";
    if (visit.isShellForm()) {
      findings.add(
          HadolintRule.WGET_PROGRESS,
          visit,
          name,
          message,
          hint,
          Fix.suggested(
              "add `--progress=dot:giga`",
              new Range(name.end(), name.end()),
              " --progress=dot:giga"));
    } else {
      findings.add(HadolintRule.WGET_PROGRESS, visit, name, message, hint);
    }
  }

  private void link(SimpleCommand command, Visit visit) {
    List<ShellWord> operands = Invocation.of(command).operands();
    if (operands.size() > 1 && operands.getLast().text().equals("/bin/sh")) {
      findings.add(
          HadolintRule.SHELL_BY_LINK,
          visit,
          operands.getLast().range(),
          "this makes every script of the image run in another shell",
          "choose the shell of RUN with `SHELL [\"/bin/bash\", \"-c\"]`");
    }
  }

  /** A RUN that fetches counts when the stage has used both by then. */
  private void bothFetchers(List<SimpleCommand> commands, Visit visit) {
    SimpleCommand last = null;
    for (SimpleCommand command : commands) {
      if (command.name().equals("wget") || command.name().equals("curl")) {
        fetchers.add(command.name());
        last = command;
      }
    }
    if (last != null && fetchers.size() > 1) {
      findings.add(
          HadolintRule.WGET_AND_CURL,
          visit,
          last.words().getFirst().range(),
          "this stage fetches with wget here and with curl there",
          "use one of them, so that the other need not be installed");
    }
  }
}
