package io.jbuild.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The top of the command tree; {@code build} is meant when no command is named. */
@Command(
    name = "jbuild",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "Builds OCI images from Dockerfiles: no daemon, no root.",
    synopsisSubcommandLabel = "[build] [OPTIONS] CONTEXT | COMMAND",
    subcommands = {
      BuildCommand.class,
      PlanCommand.class,
      CheckCommand.class,
      ParseCommand.class,
      FormatCommand.class,
      ContextCommand.class,
      RunCommand.class,
      PullCommand.class,
      PushCommand.class,
      LoginCommand.class,
      LogoutCommand.class,
      ImagetoolsCommand.class,
      LoadCommand.class,
      ImportCommand.class,
      ImageCommand.class,
      SystemCommand.class,
      VerifyCommand.class,
      HelpCommand.class
    })
final class JbuildCommand {}
