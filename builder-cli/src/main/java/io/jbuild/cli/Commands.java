package io.jbuild.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands by name. Only the one that a line names is loaded and has its options read, by
 * reflection: those of all would be a third of a cached build.
 */
final class Commands {
  /** All but groups, in the order of the help; docker's short forms stand for the same command. */
  static final List<String> ALL =
      List.of(
          "build",
          "plan",
          "check",
          "parse",
          "format",
          "lsp",
          "context ls",
          "run",
          "verify",
          "images",
          "tag",
          "rmi",
          "inspect",
          "history",
          "pull",
          "push",
          "save",
          "load",
          "import",
          "login",
          "logout",
          "search",
          "image ls",
          "image build",
          "image tag",
          "image rm",
          "image inspect",
          "image history",
          "image pull",
          "image push",
          "image save",
          "image load",
          "image import",
          "image prune",
          "image diff",
          "image tree",
          "image check",
          "imagetools create",
          "imagetools inspect",
          "du",
          "prune",
          "system df",
          "system prune",
          "system reset");

  /** What a line can begin with; written out, since every build asks for it at its start. */
  static final Set<String> WORDS =
      Set.of(
          "build",
          "check",
          "context",
          "du",
          "format",
          "help",
          "history",
          "image",
          "images",
          "imagetools",
          "import",
          "inspect",
          "load",
          "login",
          "logout",
          "lsp",
          "parse",
          "plan",
          "prune",
          "pull",
          "push",
          "rmi",
          "run",
          "save",
          "search",
          "system",
          "tag",
          "verify");

  private Commands() {}

  /** Whether the word after it says which command is meant. */
  static boolean isGroup(String word) {
    return word.equals("context")
        || word.equals("image")
        || word.equals("imagetools")
        || word.equals("system");
  }

  /**
   * The command line that reads the arguments.
   *
   * @param arguments those that are left once the command is known are taken out of it
   */
  static CommandLine of(List<String> arguments) {
    String first = arguments.getFirst();
    if (first.equals("--version")) {
      return new CommandLine(new JbuildCommand());
    }
    boolean inGroup = isGroup(first) && arguments.size() > 1;
    String name = inGroup ? first + " " + arguments.get(1) : first;
    Optional<Object> command = command(name);
    if (command.isEmpty()) {
      return tree();
    }
    arguments.subList(0, inGroup ? 2 : 1).clear();
    return line(name, command.get());
  }

  private static CommandLine line(String name, Object command) {
    // What follows the image of `run` is the command's own, dashes and all.
    return new CommandLine(command)
        .setCommandName("jbuild " + (name.equals("image build") ? "build" : name))
        .setStopAtPositional(name.equals("run"));
  }

  /** All commands, for help and for what is no command. */
  private static CommandLine tree() {
    var root = new CommandLine(new JbuildCommand());
    List<String> groups = new ArrayList<>();
    for (String name : ALL) {
      int blank = name.indexOf(' ');
      if (blank < 0) {
        root.addSubcommand(name, command(name).orElseThrow());
        continue;
      }
      String group = name.substring(0, blank);
      if (!groups.contains(group)) {
        groups.add(group);
        root.addSubcommand(group, group(group));
      }
      root.getSubcommands()
          .get(group)
          .addSubcommand(name.substring(blank + 1), command(name).orElseThrow());
    }
    return root.addSubcommand("help", new CommandLine.HelpCommand());
  }

  private static Object group(String name) {
    return switch (name) {
      case "context" -> new ContextCommand();
      case "image" -> new ImageCommand();
      case "imagetools" -> new ImagetoolsCommand();
      case "system" -> new SystemCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Optional<Object> command(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "build", "image build" -> new BuildCommand();
          case "plan" -> new PlanCommand();
          case "check" -> new CheckCommand();
          case "parse" -> new ParseCommand();
          case "format" -> new FormatCommand();
          case "lsp" -> new LspCommand();
          case "context ls", "context list" -> new ContextLsCommand();
          case "run" -> new RunCommand();
          case "verify" -> new VerifyCommand();
          case "images", "image ls", "image list" -> new ImageLsCommand();
          case "tag", "image tag" -> new ImageTagCommand();
          case "rmi", "image rm", "image remove" -> new ImageRmCommand();
          case "inspect", "image inspect" -> new ImageInspectCommand();
          case "history", "image history" -> new ImageHistoryCommand();
          case "pull", "image pull" -> new PullCommand();
          case "push", "image push" -> new PushCommand();
          case "save", "image save" -> new ImageSaveCommand();
          case "load", "image load" -> new LoadCommand();
          case "import", "image import" -> new ImportCommand();
          case "image prune" -> new ImagePruneCommand();
          case "image diff" -> new ImageDiffCommand();
          case "image tree" -> new ImageTreeCommand();
          case "image check" -> new ImageCheckCommand();
          case "login" -> new LoginCommand();
          case "logout" -> new LogoutCommand();
          case "search" -> new SearchCommand();
          case "imagetools create" -> new ImagetoolsCreateCommand();
          case "imagetools inspect" -> new ImagetoolsInspectCommand();
          case "du" -> new DuCommand();
          case "prune" -> new PruneCommand();
          case "system df" -> new SystemDfCommand();
          case "system prune" -> new SystemPruneCommand();
          case "system reset" -> new SystemCommand.Reset();
          default -> null;
        });
  }
}
