package io.jbuild.cache;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What bytes from elsewhere must come to: {@code sha256:}, {@code sha384:} or {@code sha512:} and
 * lower case hex digits, the algorithms of the OCI image spec.
 */
public record Checksum(String text) {
  private static final String ALGORITHMS = "`sha256:…`, `sha384:…` or `sha512:…`";

  /**
   * @throws IllegalArgumentException with a message for the user
   */
  public Checksum {
    int colon = text.indexOf(':');
    int digits =
        switch (colon < 0 ? "" : text.substring(0, colon)) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default ->
              throw new IllegalArgumentException(
                  "`" + text + "` is no checksum: it is " + ALGORITHMS);
        };
    String hex = text.substring(colon + 1);
    if (hex.length() != digits || !hex.chars().allMatch(Checksum::isHexDigit)) {
      throw new IllegalArgumentException(
          "`" + text + "` is no checksum: it needs " + digits + " lower case hex digits");
    }
  }

  private static boolean isHexDigit(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }

  /** Whether it is the digest that stores use. */
  public boolean isSha256() {
    return text.startsWith("sha256:");
  }

  /** Whether it is this digest. */
  public boolean matches(Digest sha256) {
    return text.equals(sha256.toString());
  }

  /** A hash of its algorithm. */
  public MessageDigest newHash() {
    try {
      return MessageDigest.getInstance("SHA-" + text.substring(3, text.indexOf(':')));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The checksum of the same algorithm that a finished hash comes to. */
  public Checksum of(MessageDigest hash) {
    return new Checksum(
        text.substring(0, text.indexOf(':') + 1) + HexFormat.of().formatHex(hash.digest()));
  }

  /** Whether these are the bytes; reads all of them. */
  public boolean matches(InputStream bytes) throws IOException {
    MessageDigest hash = newHash();
    byte[] buffer = new byte[1 << 16];
    for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
      hash.update(buffer, 0, n);
    }
    return of(hash).equals(this);
  }

  @Override
  public String toString() {
    return text;
  }
}
