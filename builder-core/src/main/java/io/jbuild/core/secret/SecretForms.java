package io.jbuild.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The forms in which a value can stand in a text. */
final class SecretForms {
  private static final String UNRESERVED = "-._~";

  private SecretForms() {}

  /** The value without the line ends that files end in and programs take off. */
  static byte[] trimmed(byte[] value) {
    int length = value.length;
    while (length > 0 && (value[length - 1] == '\n' || value[length - 1] == '\r')) {
      length--;
    }
    return Arrays.copyOf(value, length);
  }

  /**
   * What base64 (RFC 4648, both alphabets) makes of the value wherever it stands in what is
   * encoded: of each of the three alignments the characters that no neighbour has a part in.
   */
  static List<byte[]> base64(byte[] value) {
    List<byte[]> forms = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + value.length];
      System.arraycopy(value, 0, shifted, before, value.length);
      int from = (before * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        forms.add(Arrays.copyOfRange(encoder.encode(shifted), from, to));
      }
    }
    return forms;
  }

  /** With {@code +} for blanks, as forms have it; other escapes are undone in the text. */
  static byte[] plusForBlanks(byte[] value) {
    byte[] form = value.clone();
    for (int i = 0; i < form.length; i++) {
      if (form[i] == ' ') {
        form[i] = '+';
      }
    }
    return form;
  }

  /** As most programs escape it in a URL (RFC 3986). */
  static byte[] percentEncoded(byte[] value) {
    var form = new StringBuilder();
    for (byte each : value) {
      char c = (char) (each & 0xFF);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || UNRESERVED.indexOf(c) >= 0) {
        form.append(c);
      } else {
        form.append('%').append(String.format("%02X", (int) c));
      }
    }
    return form.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
