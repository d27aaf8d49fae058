package io.jbuild.core.layer;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a layer tar, deterministic in every byte; hashes and indexes it in the same pass. */
public final class LayerWriter {
  /** The sink is neither flushed to disk nor closed here. */
  public LayerWriter(OutputStream sink) {
    sink.getClass();
  }

  /**
   * Adds an entry. Entries come in the order of {@link PathBytes#ORDER}, the opaque mark of a
   * directory directly after the directory, a hardlink after its target.
   *
   * @throws LayerException when the source has not the size that the entry says, or when the entry
   *     cannot be represented in a layer
   */
  public void add(Entry entry, ContentSource content) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds a directory that is only there because something below it is: not in the content digest.
   */
  public void addParent(Entry directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Ends the tar. */
  public Layer finish() throws IOException {
    throw new UnsupportedOperationException();
  }
}
