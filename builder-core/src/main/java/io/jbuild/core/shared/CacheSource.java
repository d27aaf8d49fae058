package io.jbuild.core.shared;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One {@code --cache-from}. Its index is asked for at once, beside other work; what it says is
 * waited for when the first step is looked up. One that cannot be had is as if it were empty, with
 * a warning.
 */
final class CacheSource {
  private static final int MOST_PLATFORMS = 16;

  private final CachePlace place;
  private final boolean takesMounts;
  private final BuildListener listener;
  private final FutureTask<CacheDocument> document;
  private final Map<Digest, CacheRecord> distrusted = new ConcurrentHashMap<>();

  CacheSource(CachePlace place, boolean takesMounts, BuildListener listener) {
    this.place = place;
    this.takesMounts = takesMounts;
    this.listener = listener;
    this.document = new FutureTask<>(this::read);
    Thread.ofVirtual().start(document);
  }

  CachePlace place() {
    return place;
  }

  private CacheDocument read() {
    try {
      Optional<byte[]> bytes = place.document();
      if (bytes.isEmpty()) {
        return CacheDocument.EMPTY;
      }
      CacheDocument read =
          CacheDocument.isCache(bytes.get())
              ? CacheDocument.parse(bytes.get())
              : ofImage(bytes.get());
      if (read.unknown() > 0) {
        warn(read.unknown() + " of its records are not understood, and are left out");
      }
      return read;
    } catch (IOException | IllegalArgumentException e) {
      warn(e.getMessage() + "; nothing of it is used");
      return CacheDocument.EMPTY;
    }
  }

  /** What images have in themselves ({@code --cache-to type=inline}). */
  private CacheDocument ofImage(byte[] bytes) throws IOException {
    Map<String, CacheDocument.Entry> entries = new LinkedHashMap<>();
    if (ImageJson.kind(bytes) == ImageJson.Kind.MANIFEST) {
      addInline(bytes, entries);
    } else {
      Index index = ImageJson.readIndex(bytes);
      for (Descriptor manifest : index.manifests().stream().limit(MOST_PLATFORMS).toList()) {
        if (MediaTypes.isManifest(manifest.mediaType())) {
          addInline(place.document(manifest), entries);
        }
      }
    }
    if (entries.isEmpty()) {
      throw new ImageFormatException(
          "it is no cache of jbuild, and no image with one in itself (`--cache-to type=inline`)");
    }
    return new CacheDocument(entries, 0);
  }

  private void addInline(byte[] bytes, Map<String, CacheDocument.Entry> entries)
      throws IOException {
    Manifest manifest = ImageJson.readManifest(bytes);
    if (manifest.annotations().containsKey(InlineCache.ANNOTATION)) {
      byte[] config = place.small(manifest.config());
      for (CacheRecord record : InlineCache.read(manifest, ImageJson.readConfig(config))) {
        var entry = CacheDocument.Entry.of(record, record.blob());
        entries.put(entry.name(), entry);
      }
    }
  }

  private CacheDocument document() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return document.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  Optional<CacheRecord> find(Digest key) {
    return document().record(key).filter(record -> !distrusted.containsKey(record.diffId()));
  }

  Optional<CacheMount> mount(Digest key, boolean owners) {
    return takesMounts
        ? Optional.ofNullable(document().entries().get(CacheMount.name(key, owners)))
            .flatMap(CacheDocument.Entry::mount)
        : Optional.empty();
  }

  /** Has records of this layer count as none. */
  void distrust(CacheRecord record) {
    distrusted.put(record.diffId(), record);
  }

  void warn(String message) {
    listener.on(new BuildEvent.Warning("cache `" + place.name() + "`: " + message));
  }
}
