package io.jbuild.cli;

import io.jbuild.grammar.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a user reads when a command line cannot be understood. */
final class UsageErrors {
  private UsageErrors() {}

  /** Prints one diagnostic; picocli's own words are kept where they say it well. */
  static int report(CommandLine.ParameterException failure, String[] args) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    String help = "see `" + command.qualifiedName() + " --help`";
    PrintWriter err = failure.getCommandLine().getErr();
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      unmatched(unmatched.getUnmatched(), command, help, args, err);
    } else {
      String message = failure.getMessage().replaceAll("'([^']*)'", "`$1`");
      Failures.print(
          err, message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1), help);
    }
    err.flush();
    return Failures.USAGE;
  }

  private static void unmatched(
      List<String> unmatched, CommandSpec command, String help, String[] args, PrintWriter err) {
    Optional<String> option = unmatched.stream().filter(word -> word.startsWith("-")).findFirst();
    if (option.isPresent()) {
      unknownOption(option.get(), command, help, err);
      return;
    }
    Set<String> commands = command.subcommands().keySet();
    if (!commands.isEmpty()) {
      String word = unmatched.getFirst();
      String near =
          Suggestion.nearest(word, commands).map(n -> "did you mean `" + n + "`? ").orElse("");
      Failures.print(
          err, "`" + command.qualifiedName() + "` has no command `" + word + "`", near + help);
      return;
    }
    Optional<String> meant =
        isBuild(command) && args.length > 0 && !args[0].startsWith("-")
            ? Suggestion.nearest(args[0], Commands.WORDS)
            : Optional.empty();
    if (meant.isPresent() && !java.nio.file.Files.exists(java.nio.file.Path.of(args[0]))) {
      Failures.print(
          err,
          "`" + args[0] + "` is neither a command of jbuild nor a folder",
          "did you mean `jbuild " + meant.get() + "`? see `jbuild --help`");
      return;
    }
    Failures.print(
        err,
        "`"
            + unmatched.getFirst()
            + "` is one argument too many for `"
            + command.qualifiedName()
            + "`",
        help);
  }

  private static void unknownOption(
      String word, CommandSpec command, String help, PrintWriter err) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Optional<String> instead = isBuild(command) ? DockerOptions.instead(name) : Optional.empty();
    if (instead.isPresent()) {
      Failures.print(err, "`" + name + "` is not supported yet", instead.get());
      return;
    }
    var known = new TreeSet<String>();
    command
        .optionsMap()
        .forEach(
            (option, spec) -> {
              if (!spec.hidden()) {
                known.add(option);
              }
            });
    String near =
        name.length() < 3
            ? ""
            : Suggestion.nearest(name, known).map(n -> "did you mean `" + n + "`? ").orElse("");
    Failures.print(
        err, "`" + name + "` is no option of `" + command.qualifiedName() + "`", near + help);
  }

  /** Its arguments are then its own alone: the launcher's word `build` is left out. */
  private static boolean isBuild(CommandSpec command) {
    return command.qualifiedName().equals("jbuild build");
  }
}
