package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.PathBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A digest over a list of fields, each with its length before it: no two lists share a text. */
final class FieldHash {
  private final MessageDigest sha256 = Digest.sha256();
  private final byte[] length = new byte[Long.BYTES];

  FieldHash text(String value) {
    return bytes(PathBytes.encode(value));
  }

  FieldHash number(long value) {
    ByteBuffer.wrap(length).putLong(value);
    sha256.update(length);
    return this;
  }

  FieldHash bytes(byte[] value) {
    number(value.length);
    sha256.update(value);
    return this;
  }

  Digest finish() {
    return Digest.finish(sha256);
  }
}
