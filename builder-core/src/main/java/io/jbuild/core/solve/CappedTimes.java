package io.jbuild.core.solve;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.LayerReader;
import io.jbuild.core.layer.LayerWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of a build with no file younger than a moment ({@code SOURCE_DATE_EPOCH}). Layers of
 * base images stay as they came. What a layer becomes is remembered beside it, so that the next
 * build reads nothing.
 */
public final class CappedTimes {
  private static final String FILE = "capped-";

  private final StoreDirectory store;
  private final Layers layers;

  public CappedTimes(StoreDirectory store, Layers layers) {
    this.store = store;
    this.layers = layers;
  }

  /** The blob that one of the small files tells of which are kept of this under a diffID. */
  public static Optional<Digest> blobOf(String name, byte[] file) {
    return name.startsWith(FILE) ? parse(file).map(Descriptor::digest) : Optional.empty();
  }

  /** The same files, with the times of the layers that were built here capped. */
  public Rootfs of(Rootfs rootfs, Instant latest) throws IOException {
    List<SolvedLayer> capped = new ArrayList<>();
    for (SolvedLayer layer : rootfs.layers()) {
      capped.add(layer.pulledFrom().isPresent() ? layer : capped(layer, latest));
    }
    return new Rootfs(capped);
  }

  private SolvedLayer capped(SolvedLayer layer, Instant latest) throws IOException {
    String name = FILE + latest.getEpochSecond();
    Optional<Descriptor> known =
        store.layers().read(layer.diffId(), name).flatMap(CappedTimes::parse);
    if (known.isEmpty()
        || !store.layers().claim(layer.diffId(), name)
        || !store.blobs().claim(known.get().digest())) {
      LayerRecord written = write(layer, latest);
      known =
          Optional.of(Descriptor.of(MediaTypes.OCI_LAYER_TAR, written.diffId(), written.size()));
      String text = written.diffId() + " " + written.size() + "\n";
      store.layers().write(layer.diffId(), name, text.getBytes(StandardCharsets.US_ASCII));
    }
    return new SolvedLayer(
        known.get().digest(),
        layer.contentDigest(),
        known.get(),
        layer.created(),
        layer.lostOwners(),
        Optional.empty());
  }

  private LayerRecord write(SolvedLayer layer, Instant latest) throws IOException {
    LayerIndex index = layers.index(layer);
    Digest blob = layers.blob(layer);
    try (var reader = new LayerReader(store.blobs().open(blob), LayerReader.Form.LAYER)) {
      return new LayerSink(store, layers, BlobWriter.Reader.NONE)
          .write(writer -> copy(reader, index, latest, writer), Optional.empty());
    }
  }

  /** The tar of a layer made here lists its entries in the order of its index. */
  private static void copy(LayerReader reader, LayerIndex index, Instant latest, LayerWriter writer)
      throws IOException {
    int position = 0;
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      if (entry.mtime().isAfter(latest)) {
        entry = entry.withMtime(latest);
      }
      if (index.isParent(position++)) {
        writer.addParent(entry);
      } else {
        writer.add(entry, reader::content);
      }
    }
  }

  /** Such a file is not synced to disk, so it may be damaged. */
  private static Optional<Descriptor> parse(byte[] bytes) {
    String[] words = new String(bytes, StandardCharsets.US_ASCII).strip().split(" ");
    try {
      return words.length != 2
          ? Optional.empty()
          : Optional.of(
              Descriptor.of(
                  MediaTypes.OCI_LAYER_TAR, Digest.parse(words[0]), Long.parseLong(words[1])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
