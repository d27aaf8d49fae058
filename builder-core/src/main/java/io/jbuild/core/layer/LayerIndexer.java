package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.InputStream;

/** Reads a layer blob once: index, content digest, diffID, and its tree when asked for. */
public final class LayerIndexer {
  private LayerIndexer() {}

  public static Layer index(InputStream blob) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #index}, unpacking in the same pass.
   *
   * @throws LayerException when the layer's diffID is not the expected one, too; the unpacked
   *     directory is then to be thrown away
   */
  public static Layer indexAndUnpack(InputStream blob, Digest expectedDiffId, Unpacker unpacker)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
