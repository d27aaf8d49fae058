package io.jbuild.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A SHA-256 content digest, valid by construction: {@code sha256:} and 64 lower-case hex digits
 * (OCI image spec, descriptor.md, "Digests"). Other algorithms are refused by {@link #parse}.
 *
 * @param hex the 64 lower-case hex digits
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final String PREFIX = "sha256:";

  public Digest {
    Objects.requireNonNull(hex);
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not the hex digits of a sha256 digest: `" + hex + "`");
    }
  }

  /**
   * Reads {@code sha256:<hex>}.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a sha256 digest: `" + text + "`");
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /** Whether {@link #parse} would accept the text. */
  public static boolean isValid(String text) {
    return text.startsWith(PREFIX) && isHex(text.substring(PREFIX.length()));
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return finish(sha256(), bytes);
  }

  /** A fresh SHA-256, to be given to {@link #finish} once all bytes have gone in. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) Fresh.SHA256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("a SHA-256 can be cloned", e);
    }
  }

  /**
   * Has seen no byte, ever: a clone is there at once, where a provider would be asked each time.
   */
  private static final class Fresh {
    private static final MessageDigest SHA256;

    static {
      try {
        SHA256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /** The digest of what {@code sha256} has seen; resets it. */
  public static Digest finish(MessageDigest sha256) {
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  private static Digest finish(MessageDigest sha256, byte[] last) {
    sha256.update(last);
    return finish(sha256);
  }

  private static boolean isHex(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
