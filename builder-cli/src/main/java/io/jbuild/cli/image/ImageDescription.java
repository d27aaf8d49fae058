package io.jbuild.cli.image;

import io.jbuild.cache.Digest;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Nil;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.Healthcheck;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code inspect} tells of an image: the fields of docker's API, in its order. */
public final class ImageDescription {
  private ImageDescription() {}

  /**
   * The fields of an image.
   *
   * @param image what the user named: a manifest or an index
   * @param content the image of it that is described
   * @param id the ID to be shown: that of the content, or of the index
   */
  public static Fields of(ImageStore images, StoredImage image, ImageContent content, Digest id)
      throws IOException {
    ImageConfig config = content.config();
    List<String> tags = new ArrayList<>();
    for (StoredImage other : images.list()) {
      if (other.descriptor().digest().equals(image.descriptor().digest())) {
        other.name().map(ImageName::familiar).ifPresent(tags::add);
      }
    }
    Fields.Builder fields =
        Fields.builder()
            .put("Id", id.toString())
            .put("RepoTags", tags)
            .put("RepoDigests", repoDigests(images, image.descriptor().digest()))
            .put("Parent", "")
            .put("Comment", comment(config))
            .put("Created", config.created().map(Instant::toString).orElse(""))
            .put("DockerVersion", "")
            .put("Author", config.author())
            .put("Config", container(config.config()))
            .put("Architecture", config.platform().architecture())
            .putOptional("Variant", config.platform().variant())
            .put("Os", config.platform().os())
            .putOptional("OsVersion", config.platform().osVersion())
            .put("Size", content.size())
            .put(
                "RootFS",
                Fields.builder()
                    .put("Type", "layers")
                    .put("Layers", config.diffIds().stream().map(Digest::toString).toList())
                    .build())
            .put("Metadata", Fields.builder().put("LastTagTime", "0001-01-01T00:00:00Z").build());
    return fields.put("Descriptor", descriptor(image.descriptor())).build();
  }

  /** The documents of an image byte for byte, as one object. */
  public static String documents(ImageStore images, ImageContent content) throws IOException {
    return "{\"descriptor\":"
        + text(ImageJson.write(content.descriptor()))
        + ",\"manifest\":"
        + text(images.blobs().read(content.descriptor().digest()))
        + ",\"config\":"
        + text(images.blobs().read(content.id()))
        + "}";
  }

  private static String text(byte[] json) {
    return new String(json, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The names by digest that registries are known to have for it. */
  public static List<String> repoDigests(ImageStore images, Digest digest) throws IOException {
    List<String> names = new ArrayList<>();
    for (String repository : images.origins().of(digest)) {
      names.add(ImageName.parse(repository + "@" + digest).familiar());
    }
    return names;
  }

  private static String comment(ImageConfig config) {
    return config.history().isEmpty() ? "" : config.history().getLast().comment();
  }

  private static Fields container(ContainerConfig config) {
    return Fields.builder()
        .put("User", config.user())
        .putOptional("ExposedPorts", set(config.exposedPorts()))
        .put("Env", list(Optional.of(config.env())))
        .put("Cmd", list(config.cmd()))
        .putOptional(
            "Healthcheck",
            config.healthcheck().<Object>map(ImageDescription::health).orElse(Nil.POINTER))
        .putOptional("ArgsEscaped", config.argsEscaped())
        .put("Volumes", config.volumes().isEmpty() ? Nil.MAP : set(config.volumes()))
        .put("WorkingDir", config.workingDir())
        .put("Entrypoint", list(config.entrypoint()))
        .put("OnBuild", list(Optional.of(config.onBuild())))
        .put("Labels", config.labels().isEmpty() ? Nil.MAP : config.labels())
        .putOptional("StopSignal", config.stopSignal())
        .putOptional("Shell", list(Optional.of(config.shell())))
        .build();
  }

  private static Object list(Optional<List<String>> words) {
    return words.filter(w -> !w.isEmpty()).<Object>map(w -> w).orElse(Nil.LIST);
  }

  private static Map<String, Object> set(Iterable<String> names) {
    Map<String, Object> set = new TreeMap<>();
    names.forEach(name -> set.put(name, Fields.NONE));
    return set;
  }

  private static Fields health(Healthcheck check) {
    return Fields.builder()
        .put("Test", check.test())
        .putOptional("Interval", check.interval())
        .putOptional("Timeout", check.timeout())
        .putOptional("StartPeriod", check.startPeriod())
        .putOptional("StartInterval", check.startInterval())
        .putOptional("Retries", (long) check.retries())
        .build();
  }

  private static Fields descriptor(Descriptor descriptor) {
    Fields.Builder fields =
        Fields.builder()
            .put("mediaType", descriptor.mediaType())
            .put("digest", descriptor.digest().toString())
            .put("size", descriptor.size());
    fields.putOptional(
        "platform",
        descriptor.platform().<Object>map(ImageDescription::platform).orElse(Nil.POINTER));
    return fields.putOptional("annotations", descriptor.annotations()).build();
  }

  private static Fields platform(Platform platform) {
    return Fields.builder()
        .put("architecture", platform.architecture())
        .put("os", platform.os())
        .putOptional("variant", platform.variant())
        .build();
  }
}
