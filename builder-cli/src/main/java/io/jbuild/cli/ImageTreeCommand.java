package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.ImageTree;
import io.jbuild.cli.template.GoJson;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild image tree}: images, their platforms and layers. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description =
        "Shows the layers of images, lowest first: size in the store, the instruction that made"
            + " them, and which other images have them too.")
final class ImageTreeCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(arity = "0..*", paramLabel = "IMAGE", description = "Names or IDs (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(names = "--no-trunc", description = "Print whole IDs and instructions.")
  private boolean whole;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How it is told (default: text).")
  private String format = "text";

  @Override
  public Integer call() throws Exception {
    OutputFormat.check(format);
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      Map<Object, StoredImage> chosen = new LinkedHashMap<>();
      for (String name : names) {
        StoredImage image = StoredImages.find(images, name);
        chosen.putIfAbsent(image.descriptor().digest(), image);
      }
      if (names.isEmpty()) {
        images.list().forEach(i -> chosen.putIfAbsent(i.descriptor().digest(), i));
      }
      ImageTree tree = ImageTree.of(images);
      if (format.equals("json")) {
        System.out.println(GoJson.pretty(tree.fields(chosen.values())));
      } else {
        System.out.print(tree.text(chosen.values(), whole));
      }
      return 0;
    }
  }
}
