package io.jbuild.cli;

import io.jbuild.cache.Digest;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Entry point. Exit codes: 0 ok, 1 build failed or findings, 2 usage, 3 this environment cannot, 70
 * a bug in jbuild; {@code jbuild run} passes on the command's own.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Interruption.endCallingThreadOnSignal();
    int code;
    try {
      code = run(args);
    } catch (Throwable e) {
      code = Failures.report(e);
    }
    // A full disk or a closed pipe behind standard output: what was asked for did not arrive.
    if (System.out.checkError() && code == 0) {
      code = Failures.report(new IOException("standard output cannot be written"));
    }
    System.err.flush();
    if (Interruption.requested()) {
      return;
    }
    // Threads of libraries must not hold up the end of a command.
    Runtime.getRuntime().halt(code);
  }

  static int run(String[] args) {
    List<String> line = withCommand(Arrays.asList(args));
    if (line.getFirst().equals("build")) {
      // What takes long and can be had while options are read and the store is opened: to find
      // SHA-256 among the providers, and the tables of the parser.
      Thread.ofPlatform().daemon().start(Digest::sha256);
      Thread.ofPlatform().daemon().start(() -> DockerfileParser.parse(new Source("", "")));
      Optional<BuildCommand> plain = PlainBuildLine.read(line.subList(1, line.size()));
      if (plain.isPresent()) {
        try {
          return plain.get().call();
        } catch (Exception e) {
          return Failures.report(e);
        }
      }
    }
    List<String> rest = new ArrayList<>(line);
    CommandLine commandLine = Commands.of(rest);
    commandLine.setParameterExceptionHandler(UsageErrors::report);
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failures.report(failure));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine.execute(rest.toArray(String[]::new));
  }

  /** {@code jbuild -t app .} is {@code jbuild build -t app .}, as the launcher reads it too. */
  static List<String> withCommand(List<String> args) {
    if (args.isEmpty()) {
      return List.of("help");
    }
    String first = args.getFirst();
    if (Commands.WORDS.contains(first)
        || first.equals("--version")
        || first.equals("--help")
        || first.equals("-h")) {
      return args;
    }
    int command = first.equals("--root") ? 2 : first.startsWith("--root=") ? 1 : 0;
    if (command > 0 && command < args.size() && Commands.WORDS.contains(args.get(command))) {
      return storeAfterCommand(args, command);
    }
    List<String> build = new ArrayList<>(args.size() + 1);
    build.add("build");
    build.addAll(args);
    return build;
  }

  /** The store may stand before the command, as git and docker take their global options. */
  private static List<String> storeAfterCommand(List<String> args, int command) {
    List<String> reordered = new ArrayList<>(args.subList(command, args.size()));
    int at = Commands.isGroup(reordered.getFirst()) && reordered.size() > 1 ? 2 : 1;
    reordered.addAll(at, args.subList(0, command));
    return reordered;
  }
}
