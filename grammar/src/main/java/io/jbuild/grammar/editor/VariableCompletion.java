package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Proposal.Kind;
import java.util.List;
import java.util.TreeSet;

/** Variables behind a dollar sign. */
final class VariableCompletion {
  private VariableCompletion() {}

  /**
   * Proposes those that are known at a caret.
   *
   * @param text what is typed in
   * @param caret the caret in that text
   * @return whether the caret is behind a dollar sign
   */
  static boolean propose(
      Draft draft, int offset, String text, int caret, List<Proposal> proposals) {
    int start = caret;
    while (start > 0 && VariableScan.isName(text.charAt(start - 1), false)) {
      start--;
    }
    boolean braces = start > 1 && text.charAt(start - 1) == '{';
    int dollar = braces ? start - 2 : start - 1;
    if (dollar < 0 || text.charAt(dollar) != '$') {
      return false;
    }
    if (dollar > 0 && text.charAt(dollar - 1) == draft.escape()) {
      return false;
    }
    String prefix = text.substring(start, caret);
    Range range = new Range(offset - (caret - dollar), offset);
    for (String name : known(draft, offset)) {
      if (Completion.starts(name, prefix)) {
        String written = braces ? "${" + name + "}" : "$" + name;
        proposals.add(Proposal.plain(written, range, Kind.VARIABLE));
      }
    }
    return true;
  }

  private static TreeSet<String> known(Draft draft, int offset) {
    int scope = VariableUse.BEFORE;
    boolean from = false;
    Clause current = null;
    for (Clause clause : draft.clauses()) {
      if (clause.range().start() > offset) {
        break;
      }
      current = clause;
      from = clause.is("FROM") && offset <= clause.range().end();
      scope += clause.is("FROM") ? 1 : 0;
    }
    var names = new TreeSet<String>();
    for (VariableUse use : draft.uses().all()) {
      boolean before = current == null || use.range().end() < current.range().start();
      boolean seen = from ? use.isGlobal() : use.scope() == scope;
      if (use.writes() && before && seen) {
        names.add(use.name());
      }
    }
    for (String name : Manual.variables()) {
      boolean proxy = name.regionMatches(true, name.length() - 6, "_PROXY", 0, 6);
      if (from != proxy) {
        names.add(name);
      }
    }
    return names;
  }
}
