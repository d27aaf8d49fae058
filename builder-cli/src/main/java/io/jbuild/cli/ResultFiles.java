package io.jbuild.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jbuild.core.build.BuiltImage;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/** {@code --iidfile} and {@code --metadata-file}, each written whole. */
final class ResultFiles {
  private ResultFiles() {}

  /**
   * Writes what was asked for.
   *
   * @param iidFile null if not asked for; so is metadataFile
   */
  static void write(BuiltImage image, Path iidFile, Path metadataFile) throws IOException {
    if (iidFile != null) {
      replace(iidFile, image.id().toString().getBytes(StandardCharsets.US_ASCII));
    }
    if (metadataFile != null) {
      replace(metadataFile, metadata(image));
    }
  }

  /** The keys are buildx's. */
  private static byte[] metadata(BuiltImage image) throws IOException {
    var mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    if (!image.isIndex()) {
      node.put("containerimage.config.digest", image.id().toString());
    }
    Descriptor result = image.pushed().orElse(image.descriptor());
    node.put("containerimage.digest", result.digest().toString());
    ObjectNode descriptor = node.putObject("containerimage.descriptor");
    descriptor.put("mediaType", result.mediaType());
    descriptor.put("digest", result.digest().toString());
    descriptor.put("size", result.size());
    if (!result.annotations().isEmpty()) {
      ObjectNode annotations = descriptor.putObject("annotations");
      result.annotations().forEach(annotations::put);
    }
    if (!image.isIndex()) {
      put(descriptor.putObject("platform"), image.platforms().getFirst());
    }
    if (!image.names().isEmpty()) {
      node.put(
          "image.name",
          image.names().stream().map(ImageName::toString).collect(Collectors.joining(",")));
    }
    return (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode node, Platform platform) {
    node.put("architecture", platform.architecture());
    node.put("os", platform.os());
    if (!platform.variant().isEmpty()) {
      node.put("variant", platform.variant());
    }
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path target = file.toAbsolutePath();
    Path fresh = Files.createTempFile(target.getParent(), ".jbuild", null);
    try {
      Files.write(fresh, bytes);
      Files.setPosixFilePermissions(
          fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
