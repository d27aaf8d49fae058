package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;

/**
 * A coloured piece of text; it never spans lines.
 *
 * @param range where it stands
 * @param kind what it is
 * @param modifiers more about it, as bits: {@link #DECLARATION}, {@link #DEPRECATED}
 * @param shell whether a shell reads it, and not the builder
 */
public record Token(Range range, Kind kind, int modifiers, boolean shell) {
  /** It gives a name its meaning. */
  public static final int DECLARATION = 1;

  /** It should not be used any more. */
  public static final int DEPRECATED = 4;

  /** What a token is, under the names of the language server protocol. */
  public enum Kind {
    KEYWORD,
    COMMENT,
    /** The character that continues a line, delimiters of here-documents. */
    MACRO,
    /** A word. */
    PARAMETER,
    STRING,
    VARIABLE,
    OPERATOR,
    /** The character of an expansion such as the dash of <code>${name:-word}</code>. */
    MODIFIER,
    /** An image. */
    CLASS,
    /** A tag, a digest, a value, the name of a directive or label. */
    PROPERTY,
    /** A stage. */
    NAMESPACE,
    /** The name of a command. */
    FUNCTION
  }
}
