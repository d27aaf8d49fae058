package io.jbuild.grammar.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one simple command: assignments, words, redirections. */
final class CommandReader {
  private static final List<String> REDIRECTIONS =
      List.of("<<<", "<<-", "&>>", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "<", ">");

  private final Scan scan;
  private final WordReader words;
  private final HeredocBodies heredocs;

  CommandReader(Scan scan, WordReader words, HeredocBodies heredocs) {
    this.scan = scan;
    this.words = words;
    this.heredocs = heredocs;
  }

  /** What a command is made of so far. */
  private static final class Draft {
    final List<Assignment> assignments = new ArrayList<>();
    final List<ShellWord> words = new ArrayList<>();
    final List<Redirection> redirections = new ArrayList<>();
  }

  /** Reads up to what ends a command; empty if there is none, or for the head of a function. */
  Optional<SimpleCommand> read(char end) {
    var draft = new Draft();
    int from = scan.at;
    int last = from;
    while (!scan.ended()) {
      boolean test = !draft.words.isEmpty() && draft.words.getFirst().raw().equals("[[");
      int start = scan.at;
      if (test ? !testWord(draft, end) : !element(draft, end)) {
        break;
      }
      last = scan.at;
      scan.skipBlanks();
      if (scan.at == start || (test && draft.words.getLast().raw().equals("]]"))) {
        break;
      }
    }
    if (isFunctionHead(draft)) {
      return Optional.empty();
    }
    return last == from
        ? Optional.empty()
        : Optional.of(
            new SimpleCommand(
                draft.assignments, draft.words, draft.redirections, scan.range(from, last)));
  }

  /** {@code name()} */
  private boolean isFunctionHead(Draft draft) {
    if (scan.next() != '(' || draft.words.size() != 1 || !draft.assignments.isEmpty()) {
      return false;
    }
    int at = scan.at;
    scan.skip(1);
    scan.skipBlanks();
    if (scan.next() == ')') {
      scan.skip(1);
      return true;
    }
    scan.at = at;
    return false;
  }

  /** Reads an assignment, a redirection or a word; false where the command ends. */
  private boolean element(Draft draft, char end) {
    char c = scan.next();
    if (c == '#' || (end == '`' && c == '`')) {
      return false;
    }
    if ((c == '<' || c == '>') && scan.after(1) == '(') {
      draft.words.add(words.readProcess());
      return true;
    }
    if (redirection(draft, end)) {
      return true;
    }
    if (WordReader.ends(c)) {
      return false;
    }
    if (!draft.words.isEmpty() || !assignment(draft, end)) {
      draft.words.add(words.read(end));
    }
    return true;
  }

  /** Within {@code [[ … ]]} operators are words. */
  private boolean testWord(Draft draft, char end) {
    char c = scan.next();
    if (c == '\n') {
      scan.skip(1);
      return true;
    }
    if (c == ';' || (end == '`' && c == '`')) {
      return false;
    }
    if (!WordReader.ends(c)) {
      draft.words.add(words.read(end));
      return true;
    }
    int from = scan.at;
    scan.skip(scan.after(1) == c && (c == '&' || c == '|') ? 2 : 1);
    String text = scan.textFrom(from);
    var part = new WordPart(WordPart.Kind.LITERAL, text, text, false, scan.rangeFrom(from));
    draft.words.add(new ShellWord(text, List.of(part), part.range()));
    return true;
  }

  private boolean redirection(Draft draft, char end) {
    int digits = 0;
    while (scan.after(digits) >= '0' && scan.after(digits) <= '9') {
      digits++;
    }
    char c = scan.after(digits);
    if (c != '<' && c != '>' && (digits > 0 || c != '&' || scan.after(1) != '>')) {
      return false;
    }
    int from = scan.at;
    scan.skip(digits);
    String descriptor = scan.textFrom(from);
    for (String operator : REDIRECTIONS) {
      if (scan.startsWith(operator)) {
        scan.skip(operator.length());
        scan.skipBlanks();
        boolean process = (scan.startsWith("<(") || scan.startsWith(">("));
        ShellWord target = process ? words.readProcess() : words.read(end);
        if (operator.equals("<<") || operator.equals("<<-")) {
          heredocs.announce(target.text(), operator.equals("<<-"));
        }
        draft.redirections.add(new Redirection(descriptor, operator, target, scan.rangeFrom(from)));
        return true;
      }
    }
    return false;
  }

  private boolean assignment(Draft draft, char end) {
    int from = scan.at;
    int to = from;
    String text = scan.text;
    if (!Scan.isNameStart(scan.next())) {
      return false;
    }
    while (to < text.length() && Scan.isName(text.charAt(to))) {
      to++;
    }
    int equals = to < text.length() && text.charAt(to) == '+' ? to + 1 : to;
    if (equals >= text.length() || text.charAt(equals) != '=') {
      return false;
    }
    scan.at = equals + 1;
    ShellWord value = words.read(end);
    if (value.raw().isEmpty() && scan.next() == '(') {
      array(end);
    }
    draft.assignments.add(new Assignment(text.substring(from, to), value, scan.rangeFrom(from)));
    return true;
  }

  /** Passes over {@code (a b c)}. */
  private void array(char end) {
    scan.skip(1);
    while (!scan.ended() && scan.next() != ')') {
      int from = scan.at;
      words.read(end);
      scan.skip(scan.at == from ? 1 : 0);
    }
    scan.skip(1);
  }
}
