package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/**
 * An instruction as far as its shape goes: what the reference parser calls a node. Whether its
 * flags and arguments are right is not known yet.
 *
 * @param type the keyword's token type, {@link DockerfileTokens#UNKNOWN} or {@link
 *     DockerfileTokens#NAMELESS}
 * @param origin how it stands in its source
 * @param flags as written
 * @param arguments what follows the flags
 * @param heredocs in order
 * @param nested the trigger of ONBUILD
 */
record Statement(
    int type,
    Origin origin,
    List<Flag> flags,
    Arguments arguments,
    List<Heredoc> heredocs,
    Optional<Statement> nested) {

  /** What follows the flags. */
  sealed interface Arguments {}

  /** Words between blanks. */
  record Words(List<Word> words) implements Arguments {}

  /** A JSON array of strings: words whose text is decoded. */
  record Strings(List<Word> strings, Range range) implements Arguments {}

  /** The rest of the line, which may be empty. */
  record Rest(Word text) implements Arguments {}

  /** Words that may be quoted, and the whole for the form {@code ENV name value}. */
  record QuotedWords(List<JoinedText> words, JoinedText rest) implements Arguments {}

  /** What HEALTHCHECK has: a word and a command. */
  record Check(Optional<Word> kind, Arguments command) implements Arguments {}

  String keyword() {
    return origin.keyword();
  }
}
