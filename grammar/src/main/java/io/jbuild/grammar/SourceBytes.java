package io.jbuild.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a file as text and back, without loss: a Dockerfile is UTF-8, and each byte that is not
 * becomes a lone surrogate from U+DC80 to U+DCFF, which no UTF-8 text holds. {@link
 * DockerfileParser} takes such bytes in comments, as BuildKit does, and refuses them elsewhere.
 */
public final class SourceBytes {
  /** How far a file is searched for what tells that it is no text. */
  private static final int HEAD = 8000;

  private static final char FIRST = 0xDC80;
  private static final char LAST = 0xDCFF;

  private SourceBytes() {}

  /** A file that is no text in UTF-8, as far as can be told; the message says what it is. */
  public static final class NotText extends Exception {
    private static final long serialVersionUID = 1L;
    private final String hint;

    NotText(String message, String hint) {
      super(message, null, false, false);
      this.hint = hint;
    }

    /** What to do about it. */
    public String hint() {
      return hint;
    }
  }

  /**
   * The text of a file.
   *
   * @param name what messages call it
   * @throws NotText when it is UTF-16, or has both NUL bytes and others that are not UTF-8
   */
  public static Source decode(String name, byte[] bytes) throws NotText {
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      throw new NotText(
          "`" + name + "` is UTF-16 text",
          "save it as UTF-8 (PowerShell: `Set-Content -Encoding utf8`)");
    }
    // The decoder that tells of mistakes takes three times the memory: it is seldom needed.
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return new Source(name, text);
    }
    try {
      CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
      return new Source(name, strict.decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      for (int i = 0; i < Math.min(bytes.length, HEAD); i++) {
        if (bytes[i] == 0) {
          throw new NotText("`" + name + "` is not UTF-8 text", "is it a Dockerfile?");
        }
      }
      return new Source(name, escaped(bytes));
    }
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static String escaped(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (in.hasRemaining()) {
      CoderResult result = decoder.decode(in, out, true);
      for (int i = 0; result.isError() && i < result.length(); i++) {
        out.put((char) (FIRST - 0x80 + (in.get() & 0xFF)));
      }
    }
    return out.flip().toString();
  }

  /** The bytes that a text was decoded from. */
  public static byte[] encode(String text) {
    int next = nextByte(text, 0);
    if (next < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    var bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (next >= 0) {
      bytes.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
      bytes.write(text.charAt(next) - FIRST + 0x80);
      at = next + 1;
      next = nextByte(text, at);
    }
    bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /**
   * The next place from an offset on where a byte stands that is not UTF-8, -1 if there is none.
   */
  static int nextByte(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lone = i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
      if (c >= FIRST && c <= LAST && lone) {
        return i;
      }
    }
    return -1;
  }
}
