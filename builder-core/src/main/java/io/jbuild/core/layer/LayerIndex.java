package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a layer in the order of {@link PathBytes#ORDER}; decoded as they are asked for.
 */
public final class LayerIndex {
  private LayerIndex() {}

  /** An index from its file form; nothing if that is damaged or of another version. */
  public static Optional<LayerIndex> fromBytes(byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  /** The file form. */
  public byte[] toBytes() {
    throw new UnsupportedOperationException();
  }

  public int size() {
    throw new UnsupportedOperationException();
  }

  public Entry get(int position) {
    throw new UnsupportedOperationException();
  }

  /** All entries, opaque marks and whiteouts included. */
  public List<Entry> entries() {
    throw new UnsupportedOperationException();
  }

  /** The entry at this path, a whiteout included, an opaque mark not. */
  public Optional<Entry> find(String path) {
    throw new UnsupportedOperationException();
  }

  /** Whether the layer hides what lower layers have in this directory. */
  public boolean isOpaque(String directory) {
    throw new UnsupportedOperationException();
  }

  public Digest contentDigest() {
    throw new UnsupportedOperationException();
  }
}
