package io.jbuild.core.layer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Path names as text without loss: Linux names are bytes, and those that are not UTF-8 are kept as
 * lone surrogates U+DC80 to U+DCFF, one a byte (the "surrogateescape" form of PEP 383).
 */
public final class PathBytes {
  /** Paths in the order of their bytes: a directory before what it holds. */
  public static final Comparator<String> ORDER = PathBytes::compare;

  private PathBytes() {}

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // UTF-8 keeps the order of UTF-16 but for surrogates, be they pairs or escaped bytes.
        return Character.isSurrogate(x) || Character.isSurrogate(y)
            ? Arrays.compareUnsigned(encode(a), encode(b))
            : x - y;
      }
    }
    return a.length() - b.length();
  }

  /** The text of a name's bytes. */
  public static String decode(byte[] name) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(name))
          .toString();
    } catch (CharacterCodingException e) {
      return decodeWithEscapes(name);
    }
  }

  /** The bytes of a name's text. */
  public static byte[] encode(String name) {
    int first = 0;
    while (first < name.length() && !isEscape(name.charAt(first))) {
      first++;
    }
    if (first == name.length()) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    var out = new ByteArrayOutputStream(name.length() + 8);
    int plain = 0;
    for (int i = first; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean paired = i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
      if (isEscape(c) && !paired) {
        out.writeBytes(name.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        out.write(c - 0xDC00);
        plain = i + 1;
      }
    }
    out.writeBytes(name.substring(plain).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static boolean isEscape(int c) {
    return c >= 0xDC80 && c <= 0xDCFF;
  }

  private static String decodeWithEscapes(byte[] name) {
    var text = new StringBuilder(name.length);
    var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    int i = 0;
    while (i < name.length) {
      int length = sequenceLength(name[i]);
      boolean taken = false;
      if (length > 0 && i + length <= name.length) {
        try {
          text.append(decoder.reset().decode(ByteBuffer.wrap(name, i, length)));
          i += length;
          taken = true;
        } catch (CharacterCodingException e) {
          taken = false;
        }
      }
      if (!taken) {
        text.append((char) (0xDC00 + (name[i] & 0xFF)));
        i++;
      }
    }
    return text.toString();
  }

  private static int sequenceLength(byte first) {
    int b = first & 0xFF;
    return b < 0x80 ? 1 : b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
  }
}
