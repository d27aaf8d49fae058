package io.jbuild.cli;

import picocli.CommandLine.Command;

/** {@code jbuild context}: what a build gets to see. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows what a build context holds.")
final class ContextCommand {}
