package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * The whole content of a small file, read and hashed before the writer of its layer needs it.
 *
 * @param digest of the bytes: who writes them down does not hash them again
 */
public record FileBytes(byte[] bytes, Digest digest) implements ContentSource {
  public static FileBytes of(byte[] bytes) {
    return new FileBytes(bytes, Digest.of(bytes));
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
