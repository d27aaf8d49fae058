package io.jbuild.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jbuild image inspect}: docker's JSON of an image. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Prints what the store knows of images, as JSON.")
final class ImageInspectCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names or IDs.")
  private List<String> names;

  @Override
  public Integer call() throws Exception {
    var mapper = new ObjectMapper();
    ArrayNode result = mapper.createArrayNode();
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      for (String name : names) {
        StoredImage image = StoredImages.find(images, name);
        for (ImageContent content : images.contents(image.descriptor())) {
          result.add(describe(mapper, images, image, content));
        }
      }
    }
    System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(result));
    return 0;
  }

  private static ObjectNode describe(
      ObjectMapper mapper, ImageStore images, StoredImage image, ImageContent content)
      throws java.io.IOException {
    ObjectNode node = mapper.createObjectNode();
    node.put("Id", content.id().toString());
    ArrayNode tags = node.putArray("RepoTags");
    for (StoredImage other : images.list()) {
      if (other.descriptor().digest().equals(image.descriptor().digest())) {
        other.name().map(ImageName::familiar).ifPresent(tags::add);
      }
    }
    node.put("Digest", content.descriptor().digest().toString());
    node.put("MediaType", content.descriptor().mediaType());
    node.put("Size", content.size());
    ArrayNode layers = node.putArray("Layers");
    content
        .manifest()
        .layers()
        .forEach(
            layer ->
                layers
                    .addObject()
                    .put("MediaType", layer.mediaType())
                    .put("Digest", layer.digest().toString())
                    .put("Size", layer.size()));
    // The config says the rest, in its own words.
    ObjectNode config =
        (ObjectNode) mapper.readTree(images.blobs().read(content.manifest().config().digest()));
    node.set("Created", config.get("created"));
    node.set("Author", config.get("author"));
    node.set("Architecture", config.get("architecture"));
    node.set("Variant", config.get("variant"));
    node.set("Os", config.get("os"));
    node.set("Config", config.get("config"));
    node.set("RootFS", config.get("rootfs"));
    node.set("History", config.get("history"));
    node.properties().removeIf(entry -> entry.getValue() == null || entry.getValue().isNull());
    return node;
  }
}
