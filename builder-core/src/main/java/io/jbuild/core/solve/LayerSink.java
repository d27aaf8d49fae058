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
  private final BlobWriter.Reader reader;

  LayerSink(StoreDirectory store, Layers layers, BlobWriter.Reader reader) {
    this.store = store;
    this.layers = layers;
    this.reader = reader;
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
      reader.begins(blob);
      var writer = new LayerWriter(blob, observer);
      entries.writeTo(writer);
      Layer layer = writer.finish();
      layers.keep(layer, tree);
      blob.commit(layer.diffId());
      return new LayerRecord(
          layer.diffId(), layer.size(), layer.contentDigest(), Optional.of(layer.diffId()));
    }
  }
}
