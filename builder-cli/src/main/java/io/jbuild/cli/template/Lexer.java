package io.jbuild.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a template into texts and actions, and an action into words. */
final class Lexer {
  /** What a piece of an action is. */
  enum Kind {
    /** {@code .name}; its text is the name, empty for the dot alone. */
    FIELD,
    VARIABLE,
    NAME,
    LITERAL,
    SIGN,
    /** Blanks, which part words. */
    SPACE
  }

  /**
   * One word.
   *
   * @param value of a literal
   */
  record Token(Kind kind, String text, Object value) {
    boolean is(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }
  }

  /** A piece of a template: a text, or the words of an action. */
  record Piece(Optional<String> text, List<Token> action) {}

  private final String source;
  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Piece> pieces(String template) {
    return new Lexer(template).pieces();
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    boolean trim = false;
    while (at < source.length()) {
      int open = source.indexOf("{{", at);
      String text = source.substring(at, open < 0 ? source.length() : open);
      boolean trimmed = open >= 0 && source.startsWith("{{- ", open);
      text = trim ? text.stripLeading() : text;
      text = trimmed ? text.stripTrailing() : text;
      if (!text.isEmpty()) {
        pieces.add(new Piece(Optional.of(text), List.of()));
      }
      if (open < 0) {
        break;
      }
      at = open + (trimmed ? 3 : 2);
      trim = action(pieces);
    }
    return pieces;
  }

  /** Reads to the end of an action; whether the blanks behind it are to go. */
  private boolean action(List<Piece> pieces) {
    if (source.startsWith("/*", at) || source.startsWith(" /*", at)) {
      int end = source.indexOf("*/", at);
      boolean trim = end >= 0 && source.startsWith("*/ -}}", end);
      if (end < 0 || !(trim || source.startsWith("*/}}", end))) {
        throw new TemplateException("a comment in the template is not ended by `*/}}`");
      }
      at = end + (trim ? 6 : 4);
      return trim;
    }
    List<Token> tokens = new ArrayList<>();
    while (true) {
      if (at >= source.length()) {
        throw new TemplateException("an action in the template is not ended by `}}`");
      }
      boolean trim = source.startsWith(" -}}", at);
      if (trim || source.startsWith("}}", at)) {
        at += trim ? 4 : 2;
        pieces.add(new Piece(Optional.empty(), tokens));
        return trim;
      }
      tokens.add(token());
    }
  }

  private Token token() {
    char c = source.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
      return new Token(Kind.SPACE, " ", null);
    }
    if (c == '"' || c == '`') {
      String text = GoStrings.quoted(source, at);
      int end = at + text.length();
      at = end;
      return new Token(Kind.LITERAL, text, GoStrings.unquote(text));
    }
    if (Character.isDigit(c) || (c == '-' && at + 1 < source.length() && digit(at + 1))) {
      return number();
    }
    if (c == '.' || c == '$') {
      at++;
      return new Token(c == '.' ? Kind.FIELD : Kind.VARIABLE, name(), null);
    }
    String name = name();
    if (!name.isEmpty()) {
      return switch (name) {
        case "true", "false" -> new Token(Kind.LITERAL, name, Boolean.valueOf(name));
        case "nil" -> new Token(Kind.LITERAL, name, null);
        default -> new Token(Kind.NAME, name, null);
      };
    }
    String sign = source.startsWith(":=", at) ? ":=" : String.valueOf(c);
    if (!List.of(":=", "=", "|", "(", ")", ",").contains(sign)) {
      throw new TemplateException("`" + sign + "` cannot stand in an action of a template");
    }
    at += sign.length();
    return new Token(Kind.SIGN, sign, null);
  }

  private boolean digit(int position) {
    return Character.isDigit(source.charAt(position));
  }

  private Token number() {
    int start = at++;
    while (at < source.length() && (digit(at) || ".eE_xX".indexOf(source.charAt(at)) >= 0)) {
      at++;
    }
    String text = source.substring(start, at);
    try {
      Object value = text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text);
      return new Token(Kind.LITERAL, text, value);
    } catch (NumberFormatException e) {
      throw new TemplateException("`" + text + "` is no number");
    }
  }

  private String name() {
    int start = at;
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
      at++;
    }
    return source.substring(start, at);
  }
}
