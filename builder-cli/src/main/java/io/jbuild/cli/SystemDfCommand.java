package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.StoredItem;
import io.jbuild.cli.image.ImageRow;
import io.jbuild.cli.image.ImageSpace;
import io.jbuild.cli.space.DetailedUse;
import io.jbuild.cli.space.DockerUse;
import io.jbuild.cli.space.ItemRow;
import io.jbuild.core.build.Machine;
import io.jbuild.core.space.StoreSpace;
import io.jbuild.core.store.ImageStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild system df}: docker's table of what takes room. */
@Command(
    name = "df",
    mixinStandardHelpOptions = true,
    description = "Shows the room that images and the build cache take; `jbuild du` tells more.")
final class SystemDfCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Option(
      names = {"-v", "--verbose"},
      description = "Every image and every thing of the build cache.")
  private boolean verbose;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, json, a template, or `table TEMPLATE`.")
  private String format = "";

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      List<StoredItem> items =
          new StoreSpace(directory, images, Machine.ofThisProcess().remover()).items();
      List<ImageRow> rows = ImageRow.of(images);
      if (!verbose) {
        long distinct = rows.stream().map(row -> row.image().descriptor()).distinct().count();
        System.out.print(
            DockerUse.LISTING.print(format, DockerUse.COLUMNS, DockerUse.of(items, distinct)));
        return 0;
      }
      List<StoredItem> cache = items.stream().filter(DockerUse::isBuildCache).toList();
      if (!format.isEmpty() && !format.equals("table")) {
        System.out.println(DetailedUse.print(format, ImageSpace.of(rows), cache, now));
        return 0;
      }
      System.out.println("Images space usage:\n");
      System.out.print(ImageSpace.listing(now).print("", ImageSpace.COLUMNS, ImageSpace.of(rows)));
      System.out.println("\nBuild cache usage: " + DockerUse.size(cache) + "\n");
      System.out.print(ItemRow.listing(false, now).print("", ItemRow.COLUMNS, cache));
      return 0;
    }
  }
}
