package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import java.util.Optional;

/**
 * What is shown about a place.
 *
 * @param range the place: a keyword, the name of a flag, a variable, an image
 * @param kind what is told
 * @param text its text: a key of the {@link Manual}, the value of a variable, what an image sets
 */
public record Hover(Range range, Kind kind, String text) {
  /** What is told. */
  public enum Kind {
    MANUAL,
    VALUE,
    IMAGE
  }

  /** What is to be shown at a caret. */
  public static Optional<Hover> at(Draft draft, int offset, Surroundings around) {
    for (DirectivePlace line : draft.directives()) {
      if (touches(line.nameRange(), offset)) {
        return manual(line.nameRange(), "#" + line.name());
      }
    }
    if (draft.isInComment(offset)) {
      return Optional.empty();
    }
    Optional<Clause> clause = draft.clauseAt(offset);
    return clause
        .flatMap(c -> keyword(c, offset))
        .or(() -> variable(draft, offset))
        .or(() -> clause.flatMap(c -> flag(c.innermost(), offset)))
        .or(() -> clause.flatMap(c -> image(c, offset, around)));
  }

  private static boolean touches(Range range, int offset) {
    return range.start() <= offset && offset <= range.end();
  }

  private static Optional<Hover> manual(Range range, String key) {
    return Manual.entry(key).map(entry -> new Hover(range, Kind.MANUAL, key));
  }

  private static Optional<Hover> keyword(Clause clause, int offset) {
    if (touches(clause.keywordRange(), offset)) {
      return manual(clause.keywordRange(), clause.keyword());
    }
    return clause.trigger().flatMap(trigger -> keyword(trigger, offset));
  }

  private static Optional<Hover> variable(Draft draft, int offset) {
    Optional<VariableUse> at = draft.uses().at(offset);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    VariableUse use = at.get();
    return draft
        .values()
        .of(use)
        .map(value -> new Hover(use.range(), Kind.VALUE, value))
        .or(() -> manual(use.range(), "$" + use.name()));
  }

  private static Optional<Hover> flag(Clause clause, int offset) {
    int caret = clause.text().index(offset);
    for (Piece flag : clause.flags()) {
      String text = clause.text(flag);
      int equals = text.indexOf('=');
      int end = equals < 0 ? flag.to() : flag.from() + equals;
      Piece name = new Piece(flag.from() + 2, end);
      if (name.touches(caret) && clause.range(flag).end() >= offset) {
        return manual(clause.range(name), clause.keyword() + " --" + clause.text(name));
      }
      if (text.startsWith("--mount=") && flag.touches(caret)) {
        return mountOption(clause, new Piece(flag.from() + 8, flag.to()), caret);
      }
    }
    return Optional.empty();
  }

  private static Optional<Hover> mountOption(Clause clause, Piece options, int caret) {
    int from = options.from();
    for (String option : clause.text(options).split(",", -1)) {
      int equals = option.indexOf('=');
      Piece name = new Piece(from, from + (equals < 0 ? option.length() : equals));
      if (name.touches(caret)) {
        return MountOption.canonical(clause.text(name))
            .flatMap(key -> manual(clause.range(name), "RUN --mount " + key));
      }
      from += option.length() + 1;
    }
    return Optional.empty();
  }

  private static Optional<Hover> image(Clause clause, int offset, Surroundings around) {
    if (!clause.is("FROM") || clause.operands().isEmpty()) {
      return Optional.empty();
    }
    Piece image = clause.operands().getFirst();
    Range range = clause.range(image);
    return touches(range, offset)
        ? around.image(clause.text(image)).map(text -> new Hover(range, Kind.IMAGE, text))
        : Optional.empty();
  }
}
