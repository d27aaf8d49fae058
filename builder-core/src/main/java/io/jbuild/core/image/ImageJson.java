package io.jbuild.core.image;

import io.jbuild.cache.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON form of manifests and indexes (OCI image spec 1.1, manifest.md and image-index.md;
 * Docker's schema 2 manifests and lists read likewise); that of configs is {@link ConfigJson}'s.
 * Writing is deterministic: the same value gives the same bytes, field for field in the order that
 * Go programs write. Reading tolerates fields it does not know and refuses wrong types.
 */
public final class ImageJson {
  /** What a document says it is. */
  public enum Kind {
    MANIFEST,
    INDEX
  }

  private ImageJson() {}

  /**
   * Tells manifest and index apart by their fields.
   *
   * @throws ImageFormatException when it is neither, both (two readers would disagree about it), or
   *     Docker's schema 1
   */
  public static Kind kind(byte[] bytes) throws ImageFormatException {
    return kind(Json.parse(bytes, "manifest"));
  }

  private static Kind kind(Json json) throws ImageFormatException {
    if (!json.isObject()) {
      throw json.error("is not a JSON object");
    }
    if (json.integer("schemaVersion") == 1 || json.get("fsLayers").isPresent()) {
      throw json.error(
          "is of docker's schema 1, which registries gave up years ago: build and push the image"
              + " again with a current tool");
    }
    boolean index = json.get("manifests").isPresent();
    boolean manifest = json.get("layers").isPresent() || json.get("config").isPresent();
    if (index && manifest) {
      throw json.error("is a manifest and an index at once (`manifests` beside `layers`)");
    }
    if (!index && !manifest) {
      throw json.error("is neither an image manifest nor an index: no `config`, no `manifests`");
    }
    return index ? Kind.INDEX : Kind.MANIFEST;
  }

  /** Reads an image manifest, OCI or Docker schema 2. */
  public static Manifest readManifest(byte[] bytes) throws ImageFormatException {
    Json json = Json.parse(bytes, "manifest");
    if (kind(json) != Kind.MANIFEST) {
      throw json.error("is an index, where the manifest of one image was expected");
    }
    checkVersion(json);
    Descriptor config = readDescriptor(json.require("config"));
    String mediaType = json.text("mediaType");
    if (mediaType.isEmpty()) {
      mediaType =
          config.mediaType().equals(MediaTypes.DOCKER_CONFIG)
              ? MediaTypes.DOCKER_MANIFEST
              : MediaTypes.OCI_MANIFEST;
    } else if (!MediaTypes.isManifest(mediaType)) {
      throw json.error("has the media type `" + mediaType + "`, which is no image manifest's");
    }
    return new Manifest(
        mediaType, config, readDescriptors(json.list("layers")), readTexts(json, "annotations"));
  }

  /** Reads an image index or a Docker manifest list. */
  public static Index readIndex(byte[] bytes) throws ImageFormatException {
    Json json = Json.parse(bytes, "index");
    if (kind(json) != Kind.INDEX) {
      throw json.error("is the manifest of one image, where an index was expected");
    }
    checkVersion(json);
    String mediaType = json.text("mediaType");
    if (mediaType.isEmpty()) {
      mediaType = MediaTypes.OCI_INDEX;
    } else if (!MediaTypes.isIndex(mediaType)) {
      throw json.error("has the media type `" + mediaType + "`, which is no index's");
    }
    return new Index(
        mediaType, readDescriptors(json.list("manifests")), readTexts(json, "annotations"));
  }

  /** Reads an image config. */
  public static ImageConfig readConfig(byte[] bytes) throws ImageFormatException {
    return ConfigJson.read(bytes);
  }

  /** The bytes of a manifest. */
  public static byte[] write(Manifest manifest) {
    JsonText out = new JsonText().open();
    out.field("schemaVersion", 2).field("mediaType", manifest.mediaType());
    writeField(out, "config", manifest.config());
    writeList(out, "layers", manifest.layers());
    return out.fieldIfAny("annotations", manifest.annotations()).close().bytes();
  }

  /** The bytes of an index. */
  public static byte[] write(Index index) {
    JsonText out = new JsonText().open();
    out.field("schemaVersion", 2).field("mediaType", index.mediaType());
    writeList(out, "manifests", index.manifests());
    return out.fieldIfAny("annotations", index.annotations()).close().bytes();
  }

  /** The bytes of a config. */
  public static byte[] write(ImageConfig config) {
    return ConfigJson.write(config);
  }

  /** The bytes of a descriptor alone. */
  public static byte[] write(Descriptor descriptor) {
    JsonText out = new JsonText();
    write(out, descriptor);
    return out.bytes();
  }

  /** Reads a descriptor that stands alone. */
  public static Descriptor readDescriptor(byte[] bytes) throws ImageFormatException {
    return readDescriptor(Json.parse(bytes, "descriptor"));
  }

  /** Reads a descriptor out of a larger document. */
  public static Descriptor readDescriptor(Json json) throws ImageFormatException {
    long size = json.require("size").integer();
    if (size < 0) {
      throw json.error("has a negative `size`");
    }
    Optional<Platform> platform = Optional.empty();
    Optional<Json> given = json.get("platform");
    if (given.isPresent()) {
      platform = Optional.of(readPlatform(given.get()));
    }
    return new Descriptor(
        json.require("mediaType").text(),
        digest(json.require("digest")),
        size,
        platform,
        readTexts(json, "annotations"));
  }

  /** The platform that a descriptor's {@code platform} or an image config tells of. */
  static Platform readPlatform(Json json) throws ImageFormatException {
    return Platform.of(
            json.require("os").text(), json.require("architecture").text(), json.text("variant"))
        .withOs(json.text("os.version"), json.texts("os.features").orElse(List.of()));
  }

  /** Appends a descriptor as a value. */
  public static void write(JsonText out, Descriptor descriptor) {
    out.open()
        .field("mediaType", descriptor.mediaType())
        .field("digest", descriptor.digest().toString())
        .field("size", descriptor.size())
        .fieldIfAny("annotations", descriptor.annotations());
    descriptor.platform().ifPresent(platform -> write(out, platform));
    out.close();
  }

  private static void write(JsonText out, Platform platform) {
    out.open("platform").field("architecture", platform.architecture());
    out.field("os", platform.os()).fieldIfAny("os.version", platform.osVersion());
    if (!platform.osFeatures().isEmpty()) {
      out.field("os.features", platform.osFeatures());
    }
    out.fieldIfAny("variant", platform.variant()).close();
  }

  static Digest digest(Json json) throws ImageFormatException {
    String text = json.text();
    if (!Digest.isValid(text)) {
      throw json.error("is not a sha256 digest: `" + text + "`");
    }
    return Digest.parse(text);
  }

  static TreeMap<String, String> readTexts(Json json, String field) throws ImageFormatException {
    TreeMap<String, String> result = new TreeMap<>();
    for (Map.Entry<String, Json> entry : json.fields(field).entrySet()) {
      result.put(entry.getKey(), entry.getValue().text());
    }
    return result;
  }

  private static void checkVersion(Json json) throws ImageFormatException {
    long version = json.integer("schemaVersion");
    if (version != 2) {
      throw json.error("has `schemaVersion` " + version + "; only 2 is known");
    }
  }

  private static List<Descriptor> readDescriptors(List<Json> items) throws ImageFormatException {
    List<Descriptor> result = new ArrayList<>(items.size());
    for (Json item : items) {
      result.add(readDescriptor(item));
    }
    return result;
  }

  private static void writeField(JsonText out, String name, Descriptor descriptor) {
    out.name(name);
    write(out, descriptor);
  }

  private static void writeList(JsonText out, String name, List<Descriptor> items) {
    out.openList(name);
    items.forEach(d -> write(out, d));
    out.closeList();
  }
}
