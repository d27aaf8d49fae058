package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.ImageFilter;
import io.jbuild.cli.image.ImageRow;
import io.jbuild.core.store.ImageStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild images}, {@code jbuild image ls}: docker's table of images. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = "Lists the images of the store, the newest first; sizes are those in the store.")
final class ImageLsCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private FilterOption filters;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME[:TAG]",
      description = "Only these; may hold * and ?.")
  private String reference;

  @Option(
      names = {"-a", "--all"},
      description = "All images; none is hidden without it either.")
  private boolean all;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print IDs alone.")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "Print whole IDs.")
  private boolean whole;

  @Option(names = "--digests", description = "Print the digests of manifests and indexes.")
  private boolean digests;

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
      ImageFilter filter = filters.filter(images, now);
      filter = reference == null ? filter : filter.andReference(reference);
      List<ImageRow> rows = filter.apply(ImageRow.of(images));
      if (quiet && format.isEmpty()) {
        rows.forEach(row -> System.out.println(row.shownId(whole)));
        return 0;
      }
      System.out.print(ImageRow.listing(whole, now).print(format, columns(), rows));
      return 0;
    }
  }

  private List<String> columns() {
    return digests
        ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
        : List.of("Repository", "Tag", "ID", "CreatedSince", "Size");
  }
}
