package io.jbuild.cli;

import picocli.CommandLine.Command;

/** The top of the command tree; {@code build} is meant when no command is named. */
@Command(
    name = "jbuild",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "Builds OCI images from Dockerfiles: no daemon, no root.",
    synopsisSubcommandLabel = "[build] [OPTIONS] CONTEXT | COMMAND")
final class JbuildCommand {}
