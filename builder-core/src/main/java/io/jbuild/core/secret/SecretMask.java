package io.jbuild.core.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Takes the values of secrets and their plainest encodings out of a stream of bytes. The end of a
 * piece waits for the next one where a value could have begun in it. Not thread-safe.
 */
public final class SecretMask {
  private static final byte[] STARS = "***".getBytes(StandardCharsets.US_ASCII);

  private final PatternSet patterns;
  private byte[] held = new byte[0];

  SecretMask(PatternSet patterns) {
    this.patterns = patterns;
  }

  /** The next piece without secrets, as far as it can be told yet. */
  public byte[] apply(byte[] piece) {
    if (patterns.isEmpty()) {
      return piece;
    }
    byte[] text = Arrays.copyOf(held, held.length + piece.length);
    System.arraycopy(piece, 0, text, held.length, piece.length);
    int begun = patterns.begun(text, text.length);
    var lengths = new TreeMap<Integer, Integer>();
    patterns.search(
        text, text.length, (name, start, length) -> lengths.merge(start, length, Math::max));
    var out = new ByteArrayOutputStream(text.length);
    int at = 0;
    for (var match : lengths.entrySet()) {
      int end = match.getKey() + match.getValue();
      if (match.getKey() >= at) {
        out.write(text, at, match.getKey() - at);
        out.writeBytes(STARS);
      }
      at = Math.max(at, end);
    }
    int until = Math.max(at, text.length - begun);
    out.write(text, at, until - at);
    held = Arrays.copyOfRange(text, until, text.length);
    return out.toByteArray();
  }

  /** What was held back; the stream has ended. */
  public byte[] end() {
    byte[] rest = held;
    held = new byte[0];
    return rest;
  }
}
