package io.jbuild.grammar;

import java.util.List;

/**
 * A command in JSON form, run without a shell.
 *
 * @param arguments the decoded strings
 * @param range the brackets and what stands between them
 */
public record ExecCommand(List<String> arguments, Range range) implements Command {
  public ExecCommand {
    arguments = List.copyOf(arguments);
  }
}
