package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All places of a text that name what a caret is on: a variable, a stage, a here-document.
 *
 * @param kind what it is
 * @param at the place that the caret touches
 * @param places all of them in the order of the text, {@code at} among them
 * @param definition where it is declared; empty if it is not
 */
public record Occurrences(Kind kind, Range at, List<Place> places, Optional<Range> definition) {
  public Occurrences {
    places = List.copyOf(places);
  }

  /** What can be named. */
  public enum Kind {
    VARIABLE,
    STAGE,
    HEREDOC
  }

  /**
   * One place.
   *
   * @param range the name and nothing else
   * @param writes whether it declares or sets
   * @param named whether the name stands there; a stage may be told by its number
   */
  public record Place(Range range, boolean writes, boolean named) {
    Place(Range range, boolean writes) {
      this(range, writes, true);
    }
  }

  /** Whether the caret is on the name itself. */
  public boolean isNamed() {
    return places.stream().anyMatch(place -> place.named() && place.range().equals(at));
  }

  /** What a caret is on. */
  public static Optional<Occurrences> at(Draft draft, int offset) {
    return heredoc(draft, offset).or(() -> stage(draft, offset)).or(() -> variable(draft, offset));
  }

  private static boolean touches(Range range, int offset) {
    return range.length() > 0 && range.start() <= offset && offset <= range.end();
  }

  private static Optional<Occurrences> heredoc(Draft draft, int offset) {
    for (Clause outer : draft.clauses()) {
      for (HeredocPlace heredoc : outer.innermost().heredocs()) {
        Optional<Range> end = heredoc.end();
        boolean marker = touches(heredoc.marker(), offset);
        if (marker || end.filter(e -> touches(e, offset)).isPresent()) {
          List<Place> places = new ArrayList<>(List.of(new Place(heredoc.marker(), true)));
          end.ifPresent(range -> places.add(new Place(range, false)));
          Range at = marker ? heredoc.marker() : end.get();
          return Optional.of(
              new Occurrences(Kind.HEREDOC, at, places, Optional.of(heredoc.marker())));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Occurrences> stage(Draft draft, int offset) {
    List<StageUse> uses = StageUse.of(draft);
    Optional<StageUse> at = uses.stream().filter(u -> touches(u.range(), offset)).findFirst();
    return at.map(
        use -> {
          List<StageUse> same = uses.stream().filter(u -> u.name().equals(use.name())).toList();
          Optional<Range> before =
              same.stream()
                  .filter(u -> u.declares() && u.stage() < use.stage())
                  .reduce((first, last) -> last)
                  .map(StageUse::range);
          return new Occurrences(
              Kind.STAGE,
              use.range(),
              same.stream()
                  .map(u -> new Place(u.range(), u.declares(), u.numbered().isEmpty()))
                  .toList(),
              use.declares() ? Optional.of(use.range()) : use.numbered().or(() -> before));
        });
  }

  private static Optional<Occurrences> variable(Draft draft, int offset) {
    var uses = draft.uses();
    return uses.at(offset)
        .map(
            use ->
                new Occurrences(
                    Kind.VARIABLE,
                    use.range(),
                    uses.same(use).stream().map(u -> new Place(u.range(), u.writes())).toList(),
                    uses.declaration(use).map(VariableUse::range)));
  }
}
