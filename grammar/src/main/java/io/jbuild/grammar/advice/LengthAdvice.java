package io.jbuild.grammar.advice;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.shell.ShellText;

/**
 * command-too-long: the shell gets a script in one argument, which the kernel bounds
 * (MAX_ARG_STRLEN, 32 pages). A here-document that begins with {@code #!} is a file instead.
 */
final class LengthAdvice {
  private static final int LONGEST = 32 * 4096 - 1;

  private final Dockerfile file;
  private final AdviceFindings findings;

  LengthAdvice(Dockerfile file, AdviceFindings findings) {
    this.file = file;
    this.findings = findings;
  }

  void run() {
    for (Instruction instruction : file.instructions()) {
      if (instruction instanceof Run run
          && run.command() instanceof ShellCommand command
          && ShellText.length(run, command) > LONGEST
          && run.script().map(Heredoc::content).filter(t -> t.startsWith("#!")).isEmpty()) {
        findings.add(
            AdviceRule.COMMAND_TOO_LONG,
            run.origin().keywordRange(),
            "this command has more than " + LONGEST + " characters, and cannot be started on Linux",
            "COPY it as a file and run that, or begin its here-document with `#!/bin/sh`");
      }
    }
  }
}
