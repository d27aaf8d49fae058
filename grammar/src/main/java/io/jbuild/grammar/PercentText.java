package io.jbuild.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text of a URL with its {@code %XX} replaced by what they stand for (RFC 3986, 2.1). */
final class PercentText {
  private PercentText() {}

  /**
   * The text, as UTF-8; a {@code %} that two hex digits do not follow stays as it is.
   *
   * @param plusIsBlank whether {@code +} stands for a blank, as in the query of a form
   */
  static String decode(String text, boolean plusIsBlank) {
    if (text.indexOf('%') < 0 && !(plusIsBlank && text.indexOf('+') >= 0)) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(plusIsBlank && bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}
