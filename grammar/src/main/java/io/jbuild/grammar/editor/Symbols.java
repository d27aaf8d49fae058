package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outline of a text: directives, stages with their instructions. */
public final class Symbols {
  private Symbols() {}

  /**
   * A line of the outline.
   *
   * @param name what it is called: a keyword, the name of a directive
   * @param detail more about it, such as the name of a stage
   * @param directive whether it is a directive, else an instruction
   * @param range all of it; for a FROM its stage
   * @param selection its name
   * @param children the instructions of a stage
   */
  public record Symbol(
      String name,
      Optional<String> detail,
      boolean directive,
      Range range,
      Range selection,
      List<Symbol> children) {}

  /** The outline, its stages being parents of their instructions. */
  public static List<Symbol> of(Draft draft) {
    List<Symbol> symbols = new ArrayList<>();
    for (DirectivePlace line : draft.directives()) {
      symbols.add(
          new Symbol(
              line.name(),
              Optional.empty(),
              true,
              line.nameRange().to(line.value()),
              line.nameRange(),
              List.of()));
    }
    Symbol stage = null;
    for (Clause clause : draft.clauses()) {
      if (clause.keyword().isEmpty()) {
        continue;
      }
      Symbol symbol = symbol(clause);
      if (clause.is("FROM")) {
        if (stage != null) {
          symbols.add(stage);
        }
        stage = symbol;
      } else if (stage == null) {
        symbols.add(symbol);
      } else {
        stage.children().add(symbol);
        stage =
            new Symbol(
                stage.name(),
                stage.detail(),
                false,
                stage.range().to(whole(clause)),
                stage.selection(),
                stage.children());
      }
    }
    if (stage != null) {
      symbols.add(stage);
    }
    return symbols;
  }

  private static Symbol symbol(Clause clause) {
    String text = clause.text().text().substring(clause.arguments()).strip();
    return new Symbol(
        clause.keyword(),
        text.isEmpty() ? Optional.empty() : Optional.of(text),
        false,
        whole(clause),
        clause.keywordRange(),
        new ArrayList<>());
  }

  /** An instruction with its here-documents. */
  static Range whole(Clause clause) {
    Range range = clause.range();
    for (HeredocPlace heredoc : clause.innermost().heredocs()) {
      range = range.to(heredoc.body());
      range = heredoc.end().map(range::to).orElse(range);
    }
    return range;
  }
}
