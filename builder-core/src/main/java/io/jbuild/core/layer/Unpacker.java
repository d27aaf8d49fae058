package io.jbuild.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Unpacks a layer into an empty directory, in the form that an overlay takes as a lower directory.
 */
public final class Unpacker {
  /** Unpacks into {@code directory}, which exists and is empty. */
  public Unpacker(Path directory, Ownership ownership, SpecialFiles specialFiles) {
    directory.getClass();
    ownership.getClass();
    specialFiles.getClass();
  }

  /** Unpacks a whole blob, compressed or not. */
  public void unpack(InputStream blob) throws IOException {
    throw new UnsupportedOperationException();
  }
}
