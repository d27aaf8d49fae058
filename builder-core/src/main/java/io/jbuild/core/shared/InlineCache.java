package io.jbuild.core.shared;

import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.JsonText;
import io.jbuild.core.image.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Records in the manifest of the image that they are about, as an annotation: so the image's ID
 * does not change, and the layers need no second place. A record names its layer by the diffID; the
 * manifest, however it is compressed, has it at the place that the config gives it.
 */
public final class InlineCache {
  static final String ANNOTATION = "io.jbuild.cache.inline";

  private InlineCache() {}

  static String write(Collection<CacheRecord> records) {
    var json = new JsonText().openList();
    for (CacheRecord record : records) {
      json.value(new String(record.toBytes(), StandardCharsets.UTF_8).strip());
    }
    return new String(json.closeList().bytes(), StandardCharsets.UTF_8).strip();
  }

  /** The records whose layers the image has. */
  static List<CacheRecord> read(Manifest manifest, ImageConfig config) {
    List<CacheRecord> result = new ArrayList<>();
    if (config.diffIds().size() != manifest.layers().size()) {
      return result;
    }
    try {
      byte[] text = manifest.annotations().get(ANNOTATION).getBytes(StandardCharsets.UTF_8);
      for (String each : Json.parse(text, "annotation").texts()) {
        Optional<CacheRecord> record = CacheRecord.parse(each);
        int place = record.map(r -> config.diffIds().indexOf(r.diffId())).orElse(-1);
        if (place >= 0) {
          add(record.get(), manifest.layers().get(place), result);
        }
      }
    } catch (ImageFormatException e) {
      return List.of();
    }
    return result;
  }

  private static void add(CacheRecord record, Descriptor layer, List<CacheRecord> result) {
    Compression.Kind kind = Compression.ofMediaType(layer.mediaType());
    boolean itself =
        layer.digest().equals(record.diffId()) && layer.size() == record.result().layer().size();
    if (kind != null && (kind != Compression.Kind.UNCOMPRESSED || itself)) {
      result.add(
          new CacheRecord(
              record.key(),
              record.result(),
              Descriptor.of(layer.mediaType(), layer.digest(), layer.size()),
              kind.usual(),
              Optional.empty()));
    }
  }
}
