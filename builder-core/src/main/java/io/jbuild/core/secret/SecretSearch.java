package io.jbuild.core.secret;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks for the values of secrets in bytes: as they are, base64-encoded at any alignment and with
 * whitespace in between, and percent-encoded. All in one pass over the bytes, in pieces of any
 * size. Values of fewer than 8 bytes are not looked for: they would be found everywhere. What a
 * compressed file holds is not seen.
 */
public final class SecretSearch {
  /** Bytes that a value must have. */
  public static final int SHORTEST = 8;

  private final PatternSet plain = new PatternSet();
  private final PatternSet base64 = new PatternSet();
  private final PatternSet percent = new PatternSet();
  private final PatternSet literal = new PatternSet();
  private final SortedSet<String> tooShort = new TreeSet<>();

  /**
   * A search for some secrets.
   *
   * @param secrets values by id
   */
  public SecretSearch(Map<String, byte[]> secrets) {
    secrets.forEach(this::add);
  }

  private void add(String id, byte[] given) {
    byte[] value = SecretForms.trimmed(given);
    if (value.length < SHORTEST) {
      tooShort.add(id);
      return;
    }
    plain.add(id, value);
    percent.add(id, value);
    percent.add(id, SecretForms.plusForBlanks(value));
    literal.add(id, value);
    literal.add(id, SecretForms.percentEncoded(value));
    for (byte[] form : SecretForms.base64(value)) {
      base64.add(id, form);
      literal.add(id, form);
    }
  }

  /** Whether there is nothing to look for. */
  public boolean isEmpty() {
    return plain.isEmpty();
  }

  /** Ids of secrets that are not looked for. */
  public SortedSet<String> tooShort() {
    return Collections.unmodifiableSortedSet(tooShort);
  }

  /** Begins with a stream of bytes. */
  public Scan scan() {
    return new Scan();
  }

  /** Ids of the secrets in some bytes. */
  public Set<String> in(byte[] bytes) {
    Scan scan = scan();
    scan.add(bytes, 0, bytes.length);
    return scan.found();
  }

  /** Takes secrets out of a stream of bytes. */
  public SecretMask mask() {
    return new SecretMask(literal);
  }

  /** One stream of bytes. Not thread-safe. */
  public final class Scan {
    private final SortedSet<String> found = new TreeSet<>();
    private final SearchedText asItIs = new SearchedText(plain);
    private final SearchedText unfolded = new SearchedText(base64);
    private final SearchedText decoded = new SearchedText(percent);
    private int escape;
    private byte firstDigit;

    private Scan() {}

    /** Takes the next piece. */
    public void add(byte[] bytes, int from, int length) {
      if (isEmpty()) {
        return;
      }
      asItIs.add(bytes, from, length);
      asItIs.search(found);
      unfold(bytes, from, length);
      decode(bytes, from, length);
    }

    private void unfold(byte[] bytes, int from, int length) {
      for (int i = from; i < from + length; ) {
        int start = i;
        while (i < from + length && !isBlank(bytes[i])) {
          i++;
        }
        unfolded.add(bytes, start, i - start);
        while (i < from + length && isBlank(bytes[i])) {
          i++;
        }
      }
      unfolded.search(found);
    }

    private static boolean isBlank(byte b) {
      return b == '\n' || b == '\r' || b == ' ' || b == '\t';
    }

    /** Undoes {@code %XX}; what is no escape stays as it is. */
    private void decode(byte[] bytes, int from, int length) {
      int start = from;
      for (int i = from; i < from + length; i++) {
        byte b = bytes[i];
        if (escape == 0 && b != '%') {
          continue;
        }
        if (escape == 0) {
          decoded.add(bytes, start, i - start);
          escape = 1;
        } else if (escape == 1 && Character.digit(b, 16) >= 0) {
          firstDigit = b;
          escape = 2;
        } else if (escape == 2 && Character.digit(b, 16) >= 0) {
          decoded.add((byte) (Character.digit(firstDigit, 16) << 4 | Character.digit(b, 16)));
          escape = 0;
        } else {
          decoded.add((byte) '%');
          if (escape == 2) {
            decoded.add(firstDigit);
          }
          escape = b == '%' ? 1 : 0;
          if (b != '%') {
            decoded.add(b);
          }
        }
        start = i + 1;
      }
      if (escape == 0) {
        decoded.add(bytes, start, from + length - start);
      }
      decoded.search(found);
    }

    /** Ids of the secrets found so far. */
    public Set<String> found() {
      return Collections.unmodifiableSortedSet(found);
    }
  }
}
