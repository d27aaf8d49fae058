package io.jbuild.core.solve;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.LayerRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * A layer that a step has just made. Its files are in the store; its blob is, once it is published.
 *
 * @param lostOwners whether owners that the step set could not be kept
 * @param blob all written, where it is yet to be published: only for a layer that has a tree, so
 *     that who stands on it needs no blob
 */
record MadeLayer(LayerRecord record, boolean lostOwners, Optional<BlobWriter> blob)
    implements AutoCloseable {
  /** A layer whose blob lies in the store. */
  MadeLayer(LayerRecord record, boolean lostOwners) {
    this(record, lostOwners, Optional.empty());
  }

  /** Waits for the disk and gives the blob its name; to be called before a record names it. */
  void publish() throws IOException {
    if (blob.isPresent()) {
      blob.get().commit(record.diffId());
    }
  }

  /** Drops a blob that was not published. */
  @Override
  public void close() throws IOException {
    if (blob.isPresent()) {
      blob.get().close();
    }
  }
}
