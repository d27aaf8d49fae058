package io.jbuild.core.shared;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The index of a cache: its records by key, the one used last at the end. One that is not
 * understood stays where it is, for those who do.
 *
 * @param entries by what they are found by
 * @param unknown how many entries are not understood
 */
record CacheDocument(Map<String, Entry> entries, int unknown) {
  /** Says in the index that it is a cache, and of which form. */
  static final String MARK = "io.jbuild.cache";

  private static final String FORM = "1";
  private static final String RECORD = "io.jbuild.cache.record";

  /** Registries take no more than 4 MiB; the records used least lately give way. */
  private static final int MOST_ENTRIES = 2500;

  static final CacheDocument EMPTY = new CacheDocument(Map.of(), 0);

  /**
   * One of a cache's manifests.
   *
   * @param manifest with the text of the record as annotation
   * @param record nothing for an entry of another kind
   * @param mount nothing for an entry of another kind
   */
  record Entry(Descriptor manifest, Optional<CacheRecord> record, Optional<CacheMount> mount) {
    static Entry of(CacheRecord record, Descriptor manifest) {
      return new Entry(
          manifest.withAnnotation(RECORD, text(record.toBytes())),
          Optional.of(record),
          Optional.empty());
    }

    static Entry of(CacheMount mount, Descriptor manifest) {
      return new Entry(
          manifest.withAnnotation(CacheMount.ANNOTATION, text(mount.toBytes())),
          Optional.empty(),
          Optional.of(mount));
    }

    String name() {
      return record
          .map(r -> r.key().toString())
          .or(() -> mount.map(CacheMount::name))
          .orElse(manifest.digest().toString());
    }
  }

  CacheDocument {
    entries = new LinkedHashMap<>(entries);
  }

  /** Whether a document says that it is a cache of this form. */
  static boolean isCache(byte[] bytes) {
    try {
      return ImageJson.kind(bytes) == ImageJson.Kind.INDEX
          && FORM.equals(ImageJson.readIndex(bytes).annotations().get(MARK));
    } catch (ImageFormatException e) {
      return false;
    }
  }

  /**
   * Reads an index.
   *
   * @throws ImageFormatException when it is no cache of this form
   */
  static CacheDocument parse(byte[] bytes) throws ImageFormatException {
    Index index = ImageJson.readIndex(bytes);
    if (!FORM.equals(index.annotations().get(MARK))) {
      throw new ImageFormatException("it is no cache of this version of jbuild");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    int unknown = 0;
    for (Descriptor manifest : index.manifests()) {
      String record = manifest.annotations().get(RECORD);
      String mount = manifest.annotations().get(CacheMount.ANNOTATION);
      var entry =
          new Entry(
              manifest,
              record == null ? Optional.empty() : CacheRecord.parse(record),
              mount == null ? Optional.empty() : CacheMount.parse(mount));
      if (entry.record().isEmpty() && entry.mount().isEmpty()) {
        unknown++;
      }
      entries.put(entry.name(), entry);
    }
    return new CacheDocument(entries, unknown);
  }

  Optional<CacheRecord> record(Digest key) {
    return Optional.ofNullable(entries.get(key.toString())).flatMap(Entry::record);
  }

  /** This index with the entries at its end, in place of those of their names. */
  CacheDocument with(Collection<Entry> used) {
    Map<String, Entry> merged = new LinkedHashMap<>(entries);
    for (Entry entry : used) {
      merged.remove(entry.name());
      merged.put(entry.name(), entry);
    }
    List<Entry> all = new ArrayList<>(merged.values());
    Map<String, Entry> kept = new LinkedHashMap<>();
    all.subList(Math.max(0, all.size() - MOST_ENTRIES), all.size())
        .forEach(entry -> kept.put(entry.name(), entry));
    return new CacheDocument(kept, unknown);
  }

  byte[] toBytes() {
    var annotations = new TreeMap<String, String>();
    annotations.put(MARK, FORM);
    List<Descriptor> manifests = entries.values().stream().map(Entry::manifest).toList();
    return ImageJson.write(new Index(MediaTypes.OCI_INDEX, manifests, annotations));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8).strip();
  }
}
