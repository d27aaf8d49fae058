package io.jbuild.cli;

import io.jbuild.core.build.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jbuild system}: the store as a whole. */
@Command(
    name = "system",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks after the store as a whole.")
final class SystemCommand {

  /** {@code jbuild system reset}. */
  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description =
          "Deletes the store with all images, layers and step results: files of subordinate ids can"
              + " only be deleted this way.")
  static final class Reset implements Callable<Integer> {
    @Mixin private StoreOption store;

    @Override
    public Integer call() throws Exception {
      Path root = store.root();
      if (!Files.exists(root)) {
        return 0;
      }
      if (!Files.isRegularFile(root.resolve("version"))) {
        throw new UsageException("`" + root + "` is not a store of jbuild", "nothing was deleted");
      }
      Machine.ofThisProcess().remover().remove(root);
      return 0;
    }
  }
}
