package io.jbuild.cli;

import picocli.CommandLine.Command;

/** {@code jbuild image}: what the store holds. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists and shows the images of the store.")
final class ImageCommand {}
