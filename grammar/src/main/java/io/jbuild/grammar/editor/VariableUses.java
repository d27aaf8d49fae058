package io.jbuild.grammar.editor;

import io.jbuild.grammar.JoinedText;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import io.jbuild.grammar.editor.VariableUse.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every place of a draft that declares or reads a variable. */
final class VariableUses {
  private final Draft draft;
  private final List<VariableUse> all = new ArrayList<>();

  VariableUses(Draft draft) {
    this.draft = draft;
    int scope = VariableUse.BEFORE;
    for (Clause clause : draft.clauses()) {
      if (clause.is("FROM")) {
        scope++;
        reads(clause, VariableUse.FROM);
      } else {
        clause(clause.innermost(), scope);
      }
    }
    all.sort(Comparator.comparingInt(use -> use.range().start()));
  }

  /** In the order of the text. */
  List<VariableUse> all() {
    return all;
  }

  /** The one that a caret touches. */
  Optional<VariableUse> at(int offset) {
    return all.stream()
        .filter(use -> use.range().start() <= offset && offset <= use.range().end())
        .findFirst();
  }

  /** All that name the same variable as one of them. */
  List<VariableUse> same(VariableUse use) {
    List<VariableUse> named = all.stream().filter(u -> u.name().equals(use.name())).toList();
    Set<Integer> heirs =
        named.stream().anyMatch(u -> u.scope() == VariableUse.BEFORE && u.role() == Role.ARG)
            ? named.stream()
                .filter(VariableUse::inherits)
                .map(VariableUse::scope)
                .collect(Collectors.toSet())
            : Set.of();
    boolean family = heirs.contains(use.scope()) || use.isGlobal();
    return named.stream()
        .filter(
            u ->
                family && (u.isGlobal() || heirs.contains(u.scope()))
                    || use.scope() != VariableUse.FROM && u.scope() == use.scope())
        .toList();
  }

  /** Where the variable of a place is declared first. */
  Optional<VariableUse> declaration(VariableUse use) {
    List<VariableUse> writes = same(use).stream().filter(VariableUse::writes).toList();
    boolean up = use.inherits() || use.scope() == VariableUse.FROM;
    return writes.stream()
        .filter(u -> up ? u.scope() == VariableUse.BEFORE : u.scope() == use.scope())
        .findFirst()
        .or(() -> writes.stream().findFirst());
  }

  private void clause(Clause clause, int scope) {
    if (clause.is("ENV", "ARG")) {
      Role role = clause.is("ENV") ? Role.ENV : Role.ARG;
      for (Pair pair : Pair.of(clause, draft.escape())) {
        Piece name = pair.name();
        all.add(
            new VariableUse(
                clause.text(name),
                clause.range(name),
                role,
                scope,
                pair.value().map(clause::text)));
      }
    }
    reads(clause, scope);
  }

  private void reads(Clause clause, int scope) {
    boolean quotes = !clause.isCommand();
    boolean skipQuoted = quotes && !clause.isJson();
    new VariableScan(clause.text().text(), draft.escape(), skipQuoted)
        .find(clause.arguments())
        .forEach(piece -> read(clause.text(), piece, scope));
    for (HeredocPlace heredoc : clause.heredocs()) {
      if (clause.is("RUN") || !heredoc.quoted()) {
        Range body = heredoc.body();
        JoinedText lines = JoinedText.of(draft.text(), body.start(), body.end(), '\0');
        new VariableScan(lines.text(), '\\', false)
            .find(0)
            .forEach(piece -> read(lines, piece, scope));
      }
    }
  }

  private void read(JoinedText text, Piece name, int scope) {
    all.add(
        new VariableUse(
            text.text().substring(name.from(), name.to()),
            text.range(name.from(), name.to()),
            Role.READ,
            scope,
            Optional.empty()));
  }
}
