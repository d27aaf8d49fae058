package io.jbuild.cli;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.ImageDescription;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.GoJson;
import io.jbuild.cli.template.Template;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild inspect}, {@code jbuild image inspect}: docker's JSON of an image. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Prints what the store knows of images, in the fields of docker.")
final class ImageInspectCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names or IDs.")
  private List<String> names;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description =
          "json, a template, or oci for descriptor, manifest and config byte for byte, a line an"
              + " image.")
  private String format = "";

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Which image of an index (default: this machine's, or the first).")
  private String platform;

  @Option(
      names = "--type",
      paramLabel = "image",
      description = "What is inspected: there is nothing but images.")
  private String type = "image";

  @Option(
      names = {"-s", "--size"},
      description = "Sizes are printed without it, too.")
  private boolean size;

  @Override
  public Integer call() throws Exception {
    if (!type.equals("image")) {
      throw new UsageException(
          "`--type " + type + "`: jbuild keeps no such things", "allowed: `image`");
    }
    boolean json = format.isEmpty() || format.equals("json");
    boolean oci = format.equals("oci");
    Template template = json || oci ? null : Template.parse(format);
    List<Fields> described = new ArrayList<>();
    int code = 0;
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      for (String name : names) {
        try {
          StoredImage image = StoredImages.find(images, name);
          ImageContent content = StoredImages.content(images, image, name, platform);
          if (oci) {
            System.out.println(ImageDescription.documents(images, content));
          } else {
            described.add(ImageDescription.of(images, image, content, id(images, image, content)));
          }
        } catch (UsageException e) {
          // As docker: the others are told of all the same.
          code = Failures.report(e);
        }
      }
    }
    if (template != null) {
      described.forEach(fields -> System.out.println(template.apply(fields)));
    } else if (json && !described.isEmpty()) {
      System.out.println(format.isEmpty() ? GoJson.pretty(described) : GoJson.compact(described));
    }
    return code;
  }

  /** That of the index is the image's own, unless one platform of it is asked for. */
  private Digest id(ImageStore images, StoredImage image, ImageContent content) throws IOException {
    return platform == null ? images.id(image.descriptor()).orElse(content.id()) : content.id();
  }
}
