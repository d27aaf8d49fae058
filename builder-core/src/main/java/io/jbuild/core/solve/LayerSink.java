package io.jbuild.core.solve;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.layer.Layer;
import io.jbuild.core.layer.LayerWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a new layer into the store: blob, index and tree, each whole or not at all. */
final class LayerSink {
  private final StoreDirectory store;
  private final Layers layers;

  LayerSink(StoreDirectory store, Layers layers) {
    this.store = store;
    this.layers = layers;
  }

  /**
   * Adds the entries of a layer.
   *
   * @param <E> what the layer can be refused with, beside failing to be read
   */
  interface Entries<E extends Exception> {
    void writeTo(LayerWriter writer) throws IOException, E;
  }

  /**
   * Writes a layer.
   *
   * @param tree the unpacked form where it exists already; it is moved into the store
   */
  <E extends Exception> LayerRecord write(Entries<E> entries, Optional<Path> tree)
      throws IOException, E {
    return write(entries, tree, LayerWriter.Observer.NONE);
  }

  /** Writes a layer that someone looks at meanwhile. */
  <E extends Exception> LayerRecord write(
      Entries<E> entries, Optional<Path> tree, LayerWriter.Observer observer)
      throws IOException, E {
    try (BlobWriter blob = store.blobs().newHashedBlob()) {
      LayerRecord record = write(entries, tree, observer, blob);
      blob.commit(record.diffId());
      return record;
    }
  }

  /**
   * Writes the layer of a command. Where its tree exists its blob is not waited for: the caller
   * publishes it.
   */
  <E extends Exception> MadeLayer writeUnpublished(
      Entries<E> entries, Optional<Path> tree, LayerWriter.Observer observer, boolean lostOwners)
      throws IOException, E {
    if (tree.isEmpty()) {
      return new MadeLayer(write(entries, tree, observer), lostOwners);
    }
    BlobWriter blob = store.blobs().newHashedBlob();
    MadeLayer made = null;
    try {
      made = new MadeLayer(write(entries, tree, observer, blob), lostOwners, Optional.of(blob));
      return made;
    } finally {
      if (made == null) {
        blob.close();
      }
    }
  }

  private <E extends Exception> LayerRecord write(
      Entries<E> entries, Optional<Path> tree, LayerWriter.Observer observer, BlobWriter blob)
      throws IOException, E {
    var writer = new LayerWriter(blob, observer);
    entries.writeTo(writer);
    Layer layer = writer.finish();
    layers.keep(layer, tree);
    return new LayerRecord(
        layer.diffId(), layer.size(), layer.contentDigest(), Optional.of(layer.diffId()));
  }
}
