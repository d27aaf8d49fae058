package io.jbuild.core.image;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes compact JSON byte for byte as Go's {@code encoding/json} does, because digests of images
 * stand on these bytes: {@code <}, {@code >}, {@code &}, U+2028 and U+2029 are escaped, hex digits
 * are lower case, what is not valid Unicode becomes U+FFFD. Written by hand so that no version of a
 * library changes a digest.
 */
public final class JsonText {
  private final StringBuilder text = new StringBuilder(1024);
  private boolean first = true;

  /** Begins an object, as a value. */
  public JsonText open() {
    separate();
    text.append('{');
    first = true;
    return this;
  }

  /** Begins an object as the value of a field. */
  public JsonText open(String field) {
    name(field);
    return open();
  }

  /** Ends an object. */
  public JsonText close() {
    text.append('}');
    first = false;
    return this;
  }

  /** Begins a list as the value of a field. */
  public JsonText openList(String field) {
    name(field);
    return openList();
  }

  /** Begins a list, as a value. */
  public JsonText openList() {
    separate();
    text.append('[');
    first = true;
    return this;
  }

  /** Ends a list. */
  public JsonText closeList() {
    text.append(']');
    first = false;
    return this;
  }

  public JsonText field(String name, String value) {
    name(name);
    return value(value);
  }

  public JsonText field(String name, long value) {
    name(name);
    separate();
    text.append(value);
    return this;
  }

  public JsonText field(String name, boolean value) {
    name(name);
    separate();
    text.append(value);
    return this;
  }

  public JsonText nullField(String name) {
    name(name);
    separate();
    text.append("null");
    return this;
  }

  /** The field when the text is not empty ({@code omitempty}). */
  public JsonText fieldIfAny(String name, String value) {
    return value.isEmpty() ? this : field(name, value);
  }

  public JsonText field(String name, Collection<String> values) {
    openList(name);
    values.forEach(this::value);
    return closeList();
  }

  /** The field when there are entries ({@code omitempty}), in the map's order. */
  public JsonText fieldIfAny(String name, Map<String, String> values) {
    if (values.isEmpty()) {
      return this;
    }
    open(name);
    values.forEach(this::field);
    return close();
  }

  /** A string as a value. */
  public JsonText value(String value) {
    separate();
    quote(value);
    return this;
  }

  /**
   * A value as {@link Json} holds it.
   *
   * @throws ImageFormatException for a number that is no 64-bit integer: it was not kept
   */
  JsonText any(Object value) throws ImageFormatException {
    switch (value) {
      case String s -> value(s);
      case Map<?, ?> fields -> {
        open();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          name((String) field.getKey());
          any(field.getValue());
        }
        close();
      }
      case List<?> items -> {
        openList();
        for (Object item : items) {
          any(item);
        }
        closeList();
      }
      case Double _ ->
          throw new ImageFormatException(
              "the document holds a number that is no 64-bit integer, so it cannot be changed");
      case null, default -> {
        separate();
        text.append(value);
      }
    }
    return this;
  }

  /** The bytes written so far. */
  public byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Begins a field; its value must follow. */
  public void name(String name) {
    separate();
    quote(name);
    text.append(':');
    first = true;
  }

  private void separate() {
    if (!first) {
      text.append(',');
    }
    first = false;
  }

  private void quote(String value) {
    text.append('"');
    int shown = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isPlain(c)) {
        continue;
      }
      text.append(value, shown, i);
      shown = i + 1;
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
        default -> {
          if (c < 0x20) {
            escape(c);
          } else if (!Character.isSurrogate(c)) {
            text.append(c);
          } else if (Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1))) {
            text.append(c).append(value.charAt(++i));
            shown = i + 1;
          } else {
            text.append('\uFFFD');
          }
        }
      }
    }
    text.append(value, shown, value.length()).append('"');
  }

  /** What stands for itself, and most texts have nothing else. */
  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  }

  private void escape(char c) {
    String hex = Integer.toHexString(c);
    text.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
  }
}
