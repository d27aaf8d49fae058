package io.jbuild.core.shared;

import io.jbuild.cache.Digest;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepResult;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.JsonText;
import io.jbuild.core.image.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The result of a step as others get it.
 *
 * @param key of the step
 * @param blob the layer as the cache has it
 * @param compression of the blob
 * @param index what the layer lists; nothing where that does not travel
 */
record CacheRecord(
    Digest key,
    StepResult result,
    Descriptor blob,
    Compression compression,
    Optional<Descriptor> index) {
  static final String MEDIA_TYPE = "application/vnd.jbuild.cache.record.v1+json";
  static final String INDEX_MEDIA_TYPE = "application/vnd.jbuild.layer-index.v1";

  private static final int MAX_MARKS = 16;
  private static final int MAX_MARK = 64;
  private static final long MAX_LAYER = 1L << 44;

  Digest diffId() {
    return result.layer().diffId();
  }

  /** As one JSON object. */
  byte[] toBytes() {
    LayerRecord layer = result.layer();
    var json = new JsonText().open();
    json.field("key", key.toString())
        .field("diffId", layer.diffId().toString())
        .field("size", layer.size())
        .field("content", layer.contentDigest().toString())
        .field("created", result.created().getEpochSecond())
        .field("createdNanos", result.created().getNano())
        .field("took", result.took().toMillis())
        .field("marks", new TreeSet<>(result.marks()))
        .field("compression", compression.toString())
        .field("layerDigest", blob.digest().toString())
        .field("layerSize", blob.size());
    index.ifPresent(
        list ->
            json.field("indexDigest", list.digest().toString()).field("indexSize", list.size()));
    return json.close().bytes();
  }

  /** A record; nothing when it is not whole, not ours, or beyond all measure. */
  static Optional<CacheRecord> parse(String text) {
    try {
      return Optional.of(read(Json.parse(text.getBytes(StandardCharsets.UTF_8), "record")));
    } catch (ImageFormatException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static CacheRecord read(Json json) throws ImageFormatException {
    Set<String> marks = new TreeSet<>(json.require("marks").texts());
    if (marks.size() > MAX_MARKS || marks.stream().anyMatch(mark -> mark.length() > MAX_MARK)) {
      throw json.error("has too many marks");
    }
    long took = json.require("took").integer();
    Instant created =
        Instant.ofEpochSecond(
            json.require("created").integer(), json.require("createdNanos").integer());
    var compression = Compression.parse(json.require("compression").text());
    String type = compression.mediaType();
    if (took < 0) {
      throw json.error("took less than no time");
    }
    var layer =
        new LayerRecord(
            digest(json, "diffId"),
            size(json, "size", MAX_LAYER),
            digest(json, "content"),
            Optional.of(digest(json, "diffId")));
    Descriptor blob =
        Descriptor.of(type, digest(json, "layerDigest"), size(json, "layerSize", MAX_LAYER));
    boolean itself = blob.digest().equals(layer.diffId()) && blob.size() == layer.size();
    if (type.equals(MediaTypes.OCI_LAYER_TAR) && !itself) {
      throw json.error("calls a layer uncompressed that is not the layer itself");
    }
    Optional<Descriptor> index = Optional.empty();
    if (json.get("indexDigest").isPresent()) {
      index =
          Optional.of(
              Descriptor.of(
                  INDEX_MEDIA_TYPE,
                  digest(json, "indexDigest"),
                  size(json, "indexSize", CachePlace.MAX_SMALL)));
    }
    return new CacheRecord(
        digest(json, "key"),
        new StepResult(layer, created, Duration.ofMillis(took), marks),
        blob,
        compression,
        index);
  }

  private static Digest digest(Json json, String field) throws ImageFormatException {
    return Digest.parse(json.require(field).text());
  }

  private static long size(Json json, String field, long most) throws ImageFormatException {
    long size = json.require(field).integer();
    if (size < 0 || size > most) {
      throw json.error("has a `" + field + "` of " + size);
    }
    return size;
  }
}
