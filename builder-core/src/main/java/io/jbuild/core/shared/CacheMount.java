package io.jbuild.core.shared;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a cache mount as others get it: a tar in chunks, each compressed.
 *
 * @param key of the folder
 * @param id as the Dockerfile has it
 * @param owners whether the owners of its files are those that commands set
 * @param bytes of the tar
 * @param chunks in order
 */
record CacheMount(Digest key, String id, boolean owners, long bytes, List<Descriptor> chunks) {
  static final String ANNOTATION = "io.jbuild.cache.mount";
  static final String MEDIA_TYPE = "application/vnd.jbuild.cache.mount.v1+json";
  static final String CHUNK_MEDIA_TYPE = "application/vnd.jbuild.cache.chunk.v1+zstd";

  /** The most that is taken from a cache, whatever it offers. */
  static final long MOST_BYTES = 16L << 30;

  private static final int MOST_CHUNKS = 16384;
  private static final long MOST_CHUNK = 64 << 20;

  CacheMount {
    chunks = List.copyOf(chunks);
  }

  /** Names it among the entries of a cache: what was made with other owners is another one. */
  String name() {
    return name(key, owners);
  }

  static String name(Digest key, boolean owners) {
    return "mount " + key.hex() + (owners ? " kept" : " lost");
  }

  byte[] toBytes() {
    var json = new JsonText().open();
    json.field("key", key.toString())
        .field("id", id)
        .field("owners", owners)
        .field("bytes", bytes)
        .openList("chunks");
    for (Descriptor chunk : chunks) {
      json.value(chunk.digest().hex() + " " + chunk.size());
    }
    return json.closeList().close().bytes();
  }

  /** A mount; nothing when it is not whole, not ours, or beyond all measure. */
  static Optional<CacheMount> parse(String text) {
    try {
      Json json = Json.parse(text.getBytes(StandardCharsets.UTF_8), "mount");
      List<Descriptor> chunks = new ArrayList<>();
      for (String chunk : json.require("chunks").texts()) {
        String[] words = chunk.split(" ", -1);
        long size = Long.parseLong(words.length == 2 ? words[1] : "");
        if (size < 0 || size > MOST_CHUNK) {
          return Optional.empty();
        }
        chunks.add(Descriptor.of(CHUNK_MEDIA_TYPE, new Digest(words[0]), size));
      }
      long bytes = json.require("bytes").integer();
      if (chunks.size() > MOST_CHUNKS || bytes < 0 || bytes > MOST_BYTES) {
        return Optional.empty();
      }
      return Optional.of(
          new CacheMount(
              Digest.parse(json.require("key").text()),
              json.text("id"),
              json.require("owners").bool(),
              bytes,
              chunks));
    } catch (ImageFormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
