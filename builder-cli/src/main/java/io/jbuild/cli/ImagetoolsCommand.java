package io.jbuild.cli;

import picocli.CommandLine.Command;

/** {@code jbuild imagetools}: images where they lie, in registries. */
@Command(
    name = "imagetools",
    mixinStandardHelpOptions = true,
    description = "Looks at images in registries, and puts them together there.")
final class ImagetoolsCommand {}
