package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A word of a script.
 *
 * @param raw as written, quotes included, continued lines joined
 * @param parts in order; none where a word is missing, as after {@code >}
 * @param range where it stands, quotes included
 */
public record ShellWord(String raw, List<WordPart> parts, Range range) {
  public ShellWord {
    parts = List.copyOf(parts);
  }

  /** Whether all of it is known without running anything. */
  public boolean isStatic() {
    return parts.stream().allMatch(WordPart::isLiteral);
  }

  /** The word without its quotes; expansions are left as they are written. */
  public String text() {
    return expand(part -> Optional.empty());
  }

  /** The word without its quotes if it holds no expansion. */
  public Optional<String> literal() {
    return isStatic() ? Optional.of(text()) : Optional.empty();
  }

  /** The word without its quotes, a text of the caller's put where expansions are. */
  public String text(String standIn) {
    return expand(part -> Optional.of(standIn));
  }

  /**
   * The word without its quotes and with the values of expansions.
   *
   * @param values gives the value of an expansion; where it gives none, it is left as written
   */
  public String expand(Function<WordPart, Optional<String>> values) {
    var text = new StringBuilder();
    for (WordPart part : parts) {
      text.append(part.isLiteral() ? part.value() : values.apply(part).orElse(part.raw()));
    }
    return text.toString();
  }

  /** Whether a part of it is quoted, so that it is no keyword and no pattern. */
  public boolean isQuoted() {
    return parts.isEmpty() || parts.stream().anyMatch(WordPart::quoted);
  }
}
