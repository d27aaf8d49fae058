package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.PathBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A digest over a list of fields, each with its length before it: no two lists share a text. Once
 * finished it begins anew.
 */
final class FieldHash {
  /** Many short fields are hashed at once: a call for each would cost more than the hashing. */
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14);

  private final MessageDigest sha256 = Digest.sha256();

  FieldHash text(String value) {
    return bytes(PathBytes.encode(value));
  }

  FieldHash number(long value) {
    room(Long.BYTES + 2);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      buffer.put((byte) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    buffer.put((byte) left);
    return this;
  }

  FieldHash bytes(byte[] value) {
    number(value.length);
    room(value.length);
    if (value.length > buffer.remaining()) {
      sha256.update(value);
    } else {
      buffer.put(value);
    }
    return this;
  }

  Digest finish() {
    flush();
    return Digest.finish(sha256);
  }

  private void room(int bytes) {
    if (bytes > buffer.remaining()) {
      flush();
    }
  }

  private void flush() {
    sha256.update(buffer.flip());
    buffer.clear();
  }
}
