package io.jbuild.core.sandbox;

import java.util.List;

/**
 * The command of a run.
 *
 * @param argv program and arguments; a program without {@code /} is looked up in the PATH of {@code
 *     env}
 * @param env its whole environment, {@code NAME=value}
 * @param cwd absolute; it has to exist in the root
 * @param user who runs it; where one id alone is mapped it runs as root whatever this says
 * @param stdin its standard input, a seekable file; empty: /dev/null
 */
public record RunCommand(
    List<String> argv, List<String> env, String cwd, RunUser user, byte[] stdin) {
  public RunCommand {
    argv = List.copyOf(argv);
    env = List.copyOf(env);
    stdin = stdin.clone();
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a run needs a command");
    }
  }

  /** Root in {@code /} with nothing on standard input. */
  public static RunCommand of(List<String> argv, List<String> env) {
    return new RunCommand(argv, env, "/", RunUser.ROOT, new byte[0]);
  }

  @Override
  public byte[] stdin() {
    return stdin.clone();
  }
}
