package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import io.jbuild.grammar.editor.Proposal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be written at a caret. */
public final class Completion {
  private final Draft draft;
  private final int offset;
  private final Surroundings around;
  private final boolean snippets;
  private final List<Proposal> proposals = new ArrayList<>();

  private Completion(Draft draft, int offset, Surroundings around, boolean snippets) {
    this.draft = draft;
    this.offset = offset;
    this.around = around;
    this.snippets = snippets;
  }

  /**
   * All proposals at a caret, those of a kind together.
   *
   * @param snippets whether the editor knows tab stops
   */
  public static List<Proposal> at(Draft draft, int offset, Surroundings around, boolean snippets) {
    var completion = new Completion(draft, offset, around, snippets);
    completion.run();
    return completion.proposals;
  }

  private void run() {
    if (draft.isInComment(offset)) {
      directive();
      return;
    }
    Optional<Clause> heredoc = heredocOwner();
    if (heredoc.isPresent()) {
      VariableCompletion.propose(draft, offset, draft.text(), offset, proposals);
      return;
    }
    Optional<Clause> clause = draft.clauseAt(offset);
    boolean nameless = clause.isEmpty() || clause.get().keyword().isEmpty();
    if (nameless || offset <= clause.get().keywordRange().end()) {
      instructions(nameless ? offset : clause.get().keywordRange().start(), false);
    } else {
      arguments(clause.get());
    }
  }

  private Optional<Clause> heredocOwner() {
    return draft.clauses().stream()
        .filter(c -> c.range().end() < offset && offset <= Symbols.whole(c).end())
        .findFirst();
  }

  private void directive() {
    int start = draft.text().lastIndexOf('#', offset - 1);
    boolean head =
        start >= 0
            && draft.clauses().stream().noneMatch(c -> c.range().start() < offset)
            && draft.commentLines().stream().noneMatch(c -> c.end() < start);
    if (!head) {
      return;
    }
    String typed = draft.text().substring(start + 1, offset);
    String prefix = typed.stripLeading();
    int from = offset - prefix.length();
    Set<String> given = Set.copyOf(draft.directives().stream().map(DirectivePlace::name).toList());
    for (String name : List.of("check", "escape", "syntax")) {
      if (starts(name, prefix) && !given.contains(name)) {
        proposals.add(
            Proposal.plain(name + "=", new Range(from, offset), Kind.WORD).about("#" + name));
      }
    }
  }

  static boolean starts(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  // ---- instructions ----

  private void instructions(int start, boolean trigger) {
    String prefix = draft.text().substring(start, offset);
    boolean begun = draft.clauses().stream().anyMatch(c -> c.is("FROM") && c.range().end() < start);
    boolean first = draft.clauses().stream().noneMatch(c -> c.range().end() < start);
    Set<String> allowed = begun || !first ? Set.of() : Set.of("FROM", "ARG");
    for (Manual.Entry entry : Manual.instructions()) {
      String name = entry.key();
      boolean fits = trigger ? !List.of("FROM", "ONBUILD", "MAINTAINER").contains(name) : true;
      if (!fits || (!allowed.isEmpty() && !allowed.contains(name))) {
        continue;
      }
      if (!starts(name, prefix) || name.equalsIgnoreCase(prefix)) {
        continue;
      }
      Range range = new Range(start, offset);
      if (!snippets) {
        proposals.add(Proposal.plain(name, range, Kind.INSTRUCTION).about(name));
        continue;
      }
      for (String form : entry.sample().split("\\|")) {
        proposals.add(
            Proposal.template(name + " " + form, name, true, range, Kind.INSTRUCTION, name));
      }
    }
  }

  // ---- behind a keyword ----

  private void arguments(Clause outer) {
    Clause clause = outer.innermost();
    if (outer.is("ONBUILD") && (clause == outer || offset <= clause.keywordRange().end())) {
      if (isBehind(outer)) {
        // What stands before the keyword of the trigger is no part of it.
        boolean within = clause != outer && clause.keywordRange().start() <= offset;
        instructions(within ? clause.keywordRange().start() : offset, true);
      }
      return;
    }
    if (!isBehind(clause)) {
      return;
    }
    int caret = clause.text().index(offset);
    if (VariableCompletion.propose(draft, offset, clause.text().text(), caret, proposals)) {
      return;
    }
    Piece word = word(clause, caret);
    String prefix = clause.text(word);
    // A caret behind a continuation is where the next line begins.
    Range range = new Range(prefix.isEmpty() ? offset : clause.text().offset(word.from()), offset);
    int before = (int) clause.words().stream().filter(w -> w.to() < word.to()).count();
    boolean amongFlags = before <= clause.flags().stream().filter(f -> f.to() < caret).count();
    var flags = new FlagCompletion(draft, clause, around, snippets);
    if (amongFlags && (prefix.isEmpty() || prefix.startsWith("-"))) {
      flags.propose(prefix, range, proposals);
      if (!prefix.isEmpty()) {
        return;
      }
    }
    int operand = (int) clause.operands().stream().filter(w -> w.to() < caret).count();
    new OperandCompletion(draft, clause, around, snippets)
        .propose(operand, prefix, range, proposals);
  }

  /** Whether a blank parts the caret from the keyword; one in a last line is in no joined text. */
  private boolean isBehind(Clause clause) {
    char before = draft.text().charAt(offset - 1);
    return clause.text().index(offset) > clause.arguments() || before == ' ' || before == '\t';
  }

  private static Piece word(Clause clause, int caret) {
    int start = caret;
    String text = clause.text().text();
    while (start > clause.arguments() && !Clause.isBlank(text.charAt(start - 1))) {
      start--;
    }
    return new Piece(start, caret);
  }
}
