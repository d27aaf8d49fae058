package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.HistoryRow;
import io.jbuild.core.store.ImageStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild history}: how an image came to be. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Shows how an image was made; sizes are those of its layers in the store.")
final class ImageHistoryCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or ID.")
  private String name;

  @Option(
      names = {"-H", "--human"},
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Sizes and times as people read them (default: true).")
  private boolean human;

  @Option(names = "--no-trunc", description = "Print whole instructions and IDs.")
  private boolean whole;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print IDs alone.")
  private boolean quiet;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, json, a template, or `table TEMPLATE`.")
  private String format = "";

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Which image of an index (default: this machine's, or the first).")
  private String platform;

  @Override
  public Integer call() throws Exception {
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      List<HistoryRow> rows =
          HistoryRow.of(
              StoredImages.content(images, StoredImages.find(images, name), name, platform));
      if (quiet && format.isEmpty()) {
        rows.forEach(row -> System.out.println(row.shownId(whole)));
        return 0;
      }
      var style = new HistoryRow.Style(human, whole);
      System.out.print(
          HistoryRow.listing(style, Instant.now()).print(format, HistoryRow.columns(style), rows));
      return 0;
    }
  }
}
