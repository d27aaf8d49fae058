package io.jbuild.grammar;

import java.util.BitSet;
import java.util.Optional;

/**
 * Tells whether a text is a JSON array of strings. Iterative: nesting costs no stack.
 *
 * <p>JSON as RFC 8259 has it; nesting over 10,000 levels is not taken for JSON.
 */
final class JsonForm {
  /** What a text is. */
  enum Kind {
    /** Not a JSON array: the text is meant for the shell, or its author erred. */
    NONE,
    /** An array of strings. */
    STRINGS,
    /** An array that holds something else than strings. */
    OTHER_VALUES
  }

  private static final int MAX_DEPTH = 10_000;

  private final String text;
  private int at;

  private JsonForm(String text) {
    this.text = text;
  }

  /** Classifies a text that has no blanks around it. */
  static Kind classify(String text) {
    if (text.isEmpty() || text.charAt(0) != '[') {
      return Kind.NONE;
    }
    if (new JsonForm(text).isStrings()) {
      return Kind.STRINGS;
    }
    return new JsonForm(text).isValue() ? Kind.OTHER_VALUES : Kind.NONE;
  }

  /** The value of a string member of a JSON object, empty if the text is no such object. */
  static Optional<String> member(String text, String name) {
    if (!new JsonForm(text).isValue()) {
      return Optional.empty();
    }
    var json = new JsonForm(text);
    return json.skip('{') ? json.find(name) : Optional.empty();
  }

  private Optional<String> find(String name) {
    Optional<String> found = Optional.empty();
    while (peekBlankless() == '"') {
      int keyStart = at;
      string();
      String key = decode(text.substring(keyStart, at));
      skip(':');
      boolean isString = peekBlankless() == '"';
      int start = at;
      value();
      if (key.equals(name)) {
        found = isString ? Optional.of(decode(text.substring(start, at))) : Optional.empty();
      }
      skip(',');
    }
    return found;
  }

  private boolean isStrings() {
    skip('[');
    if (!skip(']')) {
      do {
        if (peekBlankless() != '"' || !string()) {
          return false;
        }
      } while (skip(','));
      if (!skip(']')) {
        return false;
      }
    }
    return atEnd();
  }

  private boolean isValue() {
    return value() && atEnd();
  }

  /** A NUL byte looks like the end, and is not. */
  private boolean atEnd() {
    peekBlankless();
    return at == text.length();
  }

  /** Passes one value; containers are kept on a stack of bits, set for an object. */
  private boolean value() {
    var objects = new BitSet();
    int depth = 0;
    boolean expectValue = true;
    while (true) {
      char c = peekBlankless();
      if (expectValue) {
        if (c == '[' || c == '{') {
          at++;
          objects.set(++depth, c == '{');
          if (depth > MAX_DEPTH) {
            return false;
          }
          if (skip(c == '[' ? ']' : '}')) {
            depth--;
            expectValue = false;
          } else if (c == '{' && !key()) {
            return false;
          }
        } else {
          if (!(c == '"' ? string() : scalar())) {
            return false;
          }
          expectValue = false;
        }
      } else if (depth == 0) {
        return true;
      } else if (c == ',') {
        at++;
        if (objects.get(depth) && !key()) {
          return false;
        }
        expectValue = true;
      } else if (c == (objects.get(depth) ? '}' : ']')) {
        at++;
        depth--;
      } else {
        return false;
      }
      if (!expectValue && depth == 0) {
        return true;
      }
    }
  }

  private boolean key() {
    return peekBlankless() == '"' && string() && skip(':');
  }

  private boolean string() {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c < ' ') {
        return false;
      }
      if (c == '\\' && !escape()) {
        return false;
      }
    }
    return false;
  }

  /** Passes an escape but for its last character. */
  private boolean escape() {
    if (++at == text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      if (++at == text.length()
          || text.charAt(at) > 'f'
          || Character.digit(text.charAt(at), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean scalar() {
    for (String literal : new String[] {"true", "false", "null"}) {
      if (text.startsWith(literal, at)) {
        at += literal.length();
        return true;
      }
    }
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    int start = at;
    if (!digits() || (text.charAt(start) == '0' && at > start + 1)) {
      return false;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      if (!digits()) {
        return false;
      }
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean skip(char expected) {
    if (peekBlankless() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** Passes blanks and gives the next character, 0 at the end. */
  private char peekBlankless() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  /** The value of a valid JSON string, given with its quotes; lone surrogates become U+FFFD. */
  static String decode(String quoted) {
    var value = new StringBuilder(quoted.length());
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      c = quoted.charAt(++i);
      switch (c) {
        case 'b' -> value.append('\b');
        case 'f' -> value.append('\f');
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        case 'u' -> {
          value.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> value.append(c);
      }
    }
    return withoutLoneSurrogates(value);
  }

  private static String withoutLoneSurrogates(StringBuilder value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        value.setCharAt(i, '\uFFFD');
      }
    }
    return value.toString();
  }
}
