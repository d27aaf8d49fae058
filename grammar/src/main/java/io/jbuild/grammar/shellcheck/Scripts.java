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
import io.jbuild.grammar.expand.VariableTable;
import io.jbuild.grammar.hadolint.HadolintPragmas;
import io.jbuild.grammar.hadolint.ShellInForce;
import io.jbuild.grammar.shell.ShellScript;
import io.jbuild.grammar.shell.ShellText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the scripts of a Dockerfile that ShellCheck can say something about. */
public final class Scripts {
  /** Set in every build. */
  private static final VariableTable PROXIES = proxies();

  /** Of more variables ShellCheck gets those that the script mentions. */
  private static final int MANY = 500;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Dockerfile file;
  private final HadolintPragmas shells;
  private final List<Script> scripts = new ArrayList<>();

  /** The names that the stage has set so far. */
  private VariableTable variables = VariableTable.EMPTY;

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
    Map<String, VariableTable> byStage = new HashMap<>();
    for (Stage stage : file.stages()) {
      String base = stage.from().image().text().toLowerCase(Locale.ROOT);
      found.variables = byStage.getOrDefault(base, PROXIES);
      for (Instruction instruction : stage.instructions()) {
        found.add(instruction, instruction);
      }
      stage.name().ifPresent(name -> byStage.put(name, found.variables));
    }
    return found.scripts;
  }

  private static VariableTable proxies() {
    VariableTable proxies = VariableTable.EMPTY;
    for (String kind : List.of("HTTP", "HTTPS", "FTP", "NO", "ALL")) {
      String name = kind + "_PROXY";
      proxies = proxies.with(name, "").with(name.toLowerCase(Locale.ROOT), "");
    }
    return proxies;
  }

  /**
   * @param outer the instruction of the file: ONBUILD, or the instruction itself
   */
  private void add(Instruction instruction, Instruction outer) {
    switch (instruction) {
      case Arg arg -> arg.declarations().forEach(d -> declare(d.name().text()));
      case Env env -> env.variables().forEach(v -> declare(v.key().text()));
      case Onbuild onbuild -> onbuild.nested().ifPresent(run -> add(run, onbuild));
      case Run run -> run(run, outer);
      case Cmd cmd -> command(cmd.command(), outer);
      case Entrypoint entrypoint -> command(entrypoint.command(), outer);
      case Healthcheck check -> check.command().ifPresent(command -> command(command, outer));
      case Copy copy -> {
        for (Heredoc heredoc : copy.heredocs()) {
          // What the build replaces in it is not what the shell will see.
          boolean asWritten =
              !heredoc.expand()
                  || (heredoc.content().indexOf('$') < 0 && heredoc.content().indexOf('\\') < 0);
          if (asWritten && heredoc.data().startsWith("#!")) {
            heredoc(heredoc, VariableTable.EMPTY);
          }
        }
      }
      default -> {}
    }
  }

  /** ShellCheck knows no other names. */
  private void declare(String name) {
    if (NAME.matcher(name).matches()) {
      variables = variables.with(name, "");
    }
  }

  private void run(Run run, Instruction outer) {
    Optional<Heredoc> script = run.script().filter(heredoc -> heredoc.data().startsWith("#!"));
    if (script.isPresent()) {
      heredoc(script.get(), variables);
    } else if (run.command() instanceof ShellCommand command) {
      add(ShellText.of(file, run, command), outer);
    }
  }

  private void command(Command command, Instruction outer) {
    if (command instanceof ShellCommand shell) {
      add(ShellText.of(file, shell), outer);
    }
  }

  private void add(ShellText text, Instruction outer) {
    ShellInForce shell = shells.shell(outer);
    // Such a file is for Windows, and its base image sets the shell.
    boolean elsewhere = file.directives().escape() == '`' && shell.equals(ShellInForce.DEFAULT);
    dialect(elsewhere ? "cmd" : shell.name()).ifPresent(dialect -> add(dialect, variables, text));
  }

  private void heredoc(Heredoc heredoc, VariableTable known) {
    String data = heredoc.data();
    int end = data.indexOf('\n');
    dialect(interpreter(end < 0 ? data : data.substring(0, end)))
        .ifPresent(dialect -> add(dialect, known, ShellText.of(heredoc)));
  }

  private void add(String dialect, VariableTable known, ShellText text) {
    String script = text.text();
    if (script.length() > ShellScript.LONGEST) {
      return;
    }
    List<String> told = new ArrayList<>();
    if (known.size() <= MANY) {
      known.forEachName(told::add);
    } else {
      Set<String> mentioned = new TreeSet<>();
      NAME.matcher(script).results().map(MatchResult::group).forEach(mentioned::add);
      mentioned.stream().filter(name -> known.get(name).isPresent()).forEach(told::add);
    }
    scripts.add(new Script(dialect, told, text));
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
