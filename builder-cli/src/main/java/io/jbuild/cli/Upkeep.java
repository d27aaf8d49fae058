package io.jbuild.cli;

import io.jbuild.cache.Collector;
import io.jbuild.cache.DiskFailure;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.Machine;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.space.SpaceSettings;
import io.jbuild.core.space.StoreSpace;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the store within its bounds. Only a build that has run or fetched something can have made
 * it outgrow them: all others pay nothing for this.
 */
final class Upkeep implements BuildListener {
  private final BuildListener next;
  private volatile boolean grown;

  /**
   * @param next is told of all events
   */
  Upkeep(BuildListener next) {
    this.next = next;
  }

  @Override
  public void on(BuildEvent event) {
    if (event instanceof BuildEvent.StepStarted || event instanceof BuildEvent.Transfer) {
      grown = true;
    }
    next.on(event);
  }

  /** What to tell the user at the end of a build; mostly nothing. */
  Optional<String> afterBuild(StoreDirectory directory, Caller caller) {
    if (!grown) {
      return Optional.empty();
    }
    try {
      var space =
          new StoreSpace(directory, ImageStore.of(directory), Machine.ofThisProcess().remover());
      return space.keepWithin(settings(caller)).flatMap(Upkeep::told);
    } catch (IOException e) {
      return Optional.of("warning: the store was not kept in bounds: " + DiskFailure.message(e));
    }
  }

  private static Optional<String> told(Collector.Collected collected) {
    if (!collected.items().isEmpty()) {
      return Optional.of(
          "dropped "
              + Amounts.bytes(collected.bytes())
              + " of cache that was used least lately; the store takes "
              + Amounts.bytes(collected.used()));
    }
    if (collected.met()) {
      return Optional.empty();
    }
    return Optional.of(
        "warning: the store takes "
            + Amounts.bytes(collected.used())
            + ", more than `"
            + SpaceSettings.NAME
            + "` allows, and images need all of it; `jbuild image prune` removes those without a"
            + " name");
  }

  private static List<Path> settings(Caller caller) {
    String set = System.getenv().getOrDefault("XDG_CONFIG_HOME", "");
    Path user = set.isEmpty() ? caller.home().resolve(".config") : Path.of(set);
    return List.of(
        Path.of("/etc/jbuild", SpaceSettings.NAME),
        user.resolve("jbuild").resolve(SpaceSettings.NAME));
  }
}
