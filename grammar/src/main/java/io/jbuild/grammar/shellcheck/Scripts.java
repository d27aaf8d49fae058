package io.jbuild.grammar.shellcheck;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.Cmd;
import io.jbuild.grammar.Command;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Entrypoint;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Healthcheck;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.hadolint.HadolintPragmas;
import io.jbuild.grammar.hadolint.ShellInForce;
import io.jbuild.grammar.shell.ShellText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the scripts of a Dockerfile that ShellCheck can say something about. */
public final class Scripts {
  /** Set in every build. */
  private static final List<String> PROXIES =
      List.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

  private final Dockerfile file;
  private final HadolintPragmas shells;
  private final List<Script> scripts = new ArrayList<>();

  private Scripts(Dockerfile file) {
    this.file = file;
    this.shells = HadolintPragmas.of(file);
  }

  /**
   * The scripts in the order of the file: of RUN, and of CMD, ENTRYPOINT and HEALTHCHECK in shell
   * form, in the shell that SHELL or {@code # hadolint shell=} names; here-documents with {@code
   * #!} in the shell that they name. Scripts of other programs, PowerShell and cmd among them, are
   * left out.
   */
  public static List<Script> of(Dockerfile file) {
    var found = new Scripts(file);
    Map<String, Set<String>> byStage = new HashMap<>();
    for (Stage stage : file.stages()) {
      Set<String> variables = new TreeSet<>();
      for (String proxy : PROXIES) {
        variables.add(proxy);
        variables.add(proxy.toLowerCase(Locale.ROOT));
      }
      String base = stage.from().image().text().toLowerCase(Locale.ROOT);
      variables.addAll(byStage.getOrDefault(base, Set.of()));
      for (Instruction instruction : stage.instructions()) {
        found.add(instruction, instruction, variables);
      }
      stage.name().ifPresent(name -> byStage.put(name, variables));
    }
    return found.scripts;
  }

  /**
   * @param outer the instruction of the file: ONBUILD, or the instruction itself
   */
  private void add(Instruction instruction, Instruction outer, Set<String> variables) {
    switch (instruction) {
      case Arg arg -> arg.declarations().forEach(d -> declare(d.name().text(), variables));
      case Env env -> env.variables().forEach(v -> declare(v.key().text(), variables));
      case Onbuild onbuild -> onbuild.nested().ifPresent(run -> add(run, onbuild, variables));
      case Run run -> run(run, outer, variables);
      case Cmd cmd -> command(cmd.command(), outer, variables);
      case Entrypoint entrypoint -> command(entrypoint.command(), outer, variables);
      case Healthcheck check ->
          check.command().ifPresent(command -> command(command, outer, variables));
      case Copy copy -> {
        for (Heredoc heredoc : copy.heredocs()) {
          // What the build replaces in it is not what the shell will see.
          boolean asWritten =
              !heredoc.expand()
                  || (heredoc.content().indexOf('$') < 0 && heredoc.content().indexOf('\\') < 0);
          if (asWritten && heredoc.data().startsWith("#!")) {
            heredoc(heredoc, Set.of());
          }
        }
      }
      default -> {}
    }
  }

  /** ShellCheck knows no other names. */
  private static void declare(String name, Set<String> variables) {
    if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      variables.add(name);
    }
  }

  private void run(Run run, Instruction outer, Set<String> variables) {
    Optional<Heredoc> script = run.script().filter(heredoc -> heredoc.data().startsWith("#!"));
    if (script.isPresent()) {
      heredoc(script.get(), variables);
    } else if (run.command() instanceof ShellCommand command) {
      add(ShellText.of(file, run, command), outer, variables);
    }
  }

  private void command(Command command, Instruction outer, Set<String> variables) {
    if (command instanceof ShellCommand shell) {
      add(ShellText.of(file, shell), outer, variables);
    }
  }

  private void add(ShellText text, Instruction outer, Set<String> variables) {
    ShellInForce shell = shells.shell(outer);
    // Such a file is for Windows, and its base image sets the shell.
    boolean elsewhere = file.directives().escape() == '`' && shell.equals(ShellInForce.DEFAULT);
    dialect(elsewhere ? "cmd" : shell.name())
        .ifPresent(dialect -> scripts.add(new Script(dialect, List.copyOf(variables), text)));
  }

  private void heredoc(Heredoc heredoc, Set<String> variables) {
    String data = heredoc.data();
    int end = data.indexOf('\n');
    dialect(interpreter(end < 0 ? data : data.substring(0, end)))
        .ifPresent(
            dialect ->
                scripts.add(new Script(dialect, List.copyOf(variables), ShellText.of(heredoc))));
  }

  /** The program of {@code #!/bin/bash -e} or {@code #!/usr/bin/env bash}. */
  private static String interpreter(String line) {
    String found = "";
    for (String word : line.substring("#!".length()).strip().split("\\s+")) {
      String name = word.substring(word.lastIndexOf('/') + 1);
      boolean passed = !found.isEmpty() && (word.startsWith("-") || word.contains("="));
      if (!passed) {
        found = name;
      }
      if (!found.equals("env")) {
        return found;
      }
    }
    return found;
  }

  private static Optional<String> dialect(String shell) {
    return switch (shell) {
      case "sh", "bash", "dash", "ksh" -> Optional.of(shell);
      case "ash", "busybox" -> Optional.of("dash");
      default -> Optional.empty();
    };
  }
}
