package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The forms that an instruction can have, and what of them a caret is at. */
public final class Signatures {
  private Signatures() {}

  /**
   * One form.
   *
   * @param label all of it
   * @param parameters its parts, as they stand in the label in order
   */
  public record Signature(String label, List<String> parameters) {
    /** A form of the parts between blanks. */
    static Signature of(String keyword, String form) {
      return new Signature(keyword + " " + form, List.of(form.split(",? ")));
    }
  }

  /**
   * The forms that what is written can still become.
   *
   * @param signatures those forms
   * @param parameter which part the caret is at, counted from 0
   */
  public record Help(List<Signature> signatures, int parameter) {}

  /** The forms at a caret; none where there is nothing to fill in. */
  public static Optional<Help> at(Draft draft, int offset) {
    for (DirectivePlace line : draft.directives()) {
      if (line.name().equals("escape")
          && line.equals() < offset
          && offset <= lineEnd(draft, line)) {
        return Optional.of(new Help(List.of(new Signature("escape=\\", List.of("\\"))), 0));
      }
    }
    if (draft.isInComment(offset)) {
      return Optional.empty();
    }
    return draft.clauseAt(offset).flatMap(clause -> at(draft, clause, offset));
  }

  private static int lineEnd(Draft draft, DirectivePlace line) {
    int end = draft.text().indexOf('\n', line.equals());
    return end < 0 ? draft.text().length() : end;
  }

  private static Optional<Help> at(Draft draft, Clause clause, int offset) {
    if (clause.is("ONBUILD")) {
      Optional<Clause> trigger = clause.trigger();
      if (trigger.isPresent() && offset > trigger.get().keywordRange().end()) {
        return at(draft, trigger.get(), offset);
      }
      return offset > clause.keywordRange().end()
          ? Optional.of(help(0, Signature.of("ONBUILD", "INSTRUCTION")))
          : Optional.empty();
    }
    int caret = caret(draft, clause, offset);
    if (offset <= clause.keywordRange().end() || caret <= clause.arguments()) {
      return Optional.empty();
    }
    for (Piece flag : clause.flags()) {
      String text = clause.text(flag);
      int equals = text.indexOf('=');
      if (equals >= 0 && caret > flag.from() + equals && caret <= flag.to()) {
        return flag(clause, text.substring(2, equals));
      }
    }
    return operands(clause, caret, draft.escape());
  }

  /** The blank of a last line is in no joined text: a caret behind it is past the end. */
  private static int caret(Draft draft, Clause clause, int offset) {
    int caret = clause.text().index(offset);
    String joined = clause.text().text();
    boolean atEnd = caret == joined.length() && caret > 0 && offset > 0;
    boolean lost = atEnd && !Clause.isBlank(joined.charAt(caret - 1));
    char before = draft.text().charAt(Math.max(0, offset - 1));
    return lost && (before == ' ' || before == '\t') ? caret + 1 : caret;
  }

  private static Optional<Help> flag(Clause clause, String name) {
    return Manual.flag(clause.keyword(), name)
        .filter(entry -> !entry.sample().isEmpty())
        .map(
            entry -> {
              String form = "--" + name + "=" + entry.sample();
              String label = clause.is("HEALTHCHECK") ? "HEALTHCHECK " + form + " ..." : form;
              return help(0, new Signature(label, List.of(entry.sample())));
            });
  }

  private static Optional<Help> operands(Clause clause, int caret, char escape) {
    return switch (clause.keyword()) {
      case "FROM" -> Optional.of(FromSignatures.at(clause, caret));
      case "RUN" -> Optional.of(command(clause, caret, "command parameter ...", true));
      case "CMD", "ENTRYPOINT" ->
          Optional.of(command(clause, caret, "executable parameter ...", false));
      case "SHELL" -> Optional.of(json(clause, caret, jsonForms(clause)));
      case "ADD", "COPY" -> Optional.of(copy(clause, caret));
      case "VOLUME" -> Optional.of(command(clause, caret, "/vol ...", true));
      case "EXPOSE" ->
          Optional.of(help(Math.min(word(clause, caret), 1), form(clause, "port ...")));
      case "ENV", "LABEL" -> Optional.of(pairs(clause, caret, escape));
      case "ARG" -> Optional.of(arg(clause, caret));
      case "USER" -> Optional.of(user(clause, caret));
      case "HEALTHCHECK" -> healthcheck(clause, caret);
      case "WORKDIR" -> Optional.of(help(0, form(clause, "/the/workdir/path")));
      case "STOPSIGNAL" -> Optional.of(help(0, form(clause, "signal")));
      case "MAINTAINER" -> Optional.of(help(0, form(clause, "name")));
      default -> Optional.empty();
    };
  }

  private static Signature form(Clause clause, String form) {
    return Signature.of(clause.keyword(), form);
  }

  static Help help(int parameter, Signature... signatures) {
    return new Help(List.of(signatures), parameter);
  }

  /** Which operand a caret is in or would begin, counted from 0. */
  static int word(Clause clause, int caret) {
    return (int) clause.operands().stream().filter(word -> word.to() < caret).count();
  }

  // ---- JSON ----

  private static List<Signature> jsonForms(Clause clause) {
    return switch (clause.keyword()) {
      case "RUN" -> List.of(form(clause, "[ \"command\", \"parameter\", ... ]"));
      case "CMD" ->
          List.of(
              form(clause, "[ \"executable\", \"parameter\", ... ]"),
              form(clause, "[ \"parameter\", \"parameter2\", ... ]"));
      case "VOLUME" -> List.of(form(clause, "[ \"/vol\", ... ]"));
      case "ADD", "COPY" -> List.of(form(clause, "[flags] [ \"source\", ..., \"dest\" ]"));
      default -> List.of(form(clause, "[ \"executable\", \"parameter\", ... ]"));
    };
  }

  /** Where a caret is in a JSON array: the element, how many there are, whether it is behind. */
  private record Element(int index, int count, boolean after) {
    static Element at(String text, int from, int caret) {
      int index = 0;
      int commas = 0;
      boolean begun = false;
      boolean string = false;
      boolean closed = false;
      boolean after = false;
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' && text.charAt(i - 1) != '\\') {
          string = !string;
          begun = true;
        } else if (c == ',' && !string && !closed) {
          commas++;
          index += i < caret ? 1 : 0;
          begun = false;
        } else if (c == ']' && !string) {
          closed = true;
          after |= i < caret;
        }
      }
      return new Element(index, commas + (begun ? 1 : 0), after);
    }
  }

  /** Whether a caret is in a JSON array, or right behind it, so that it can be one. */
  private static boolean inJson(Clause clause, int caret) {
    if (!clause.isJson()) {
      return false;
    }
    String text = clause.text().text();
    int close = text.lastIndexOf(']');
    return clause.operands().getFirst().from() < caret && (close < 0 || caret <= close + 1);
  }

  private static Help json(Clause clause, int caret, List<Signature> forms) {
    int last = forms.getFirst().parameters().size() - 1;
    if (!inJson(clause, caret)) {
      return new Help(forms, 0);
    }
    int from = clause.operands().getFirst().from();
    Element element = Element.at(clause.text().text(), from, caret);
    int index = element.after() ? last : Math.min(1 + element.index(), last - 1);
    return new Help(forms, index);
  }

  /** Instructions that have both forms. */
  private static Help command(Clause clause, int caret, String form, boolean plainFirst) {
    List<Signature> json = jsonForms(clause);
    Signature plain = form(clause, form);
    if (inJson(clause, caret)) {
      return json(clause, caret, json);
    }
    int word = word(clause, caret);
    List<Piece> operands = clause.operands();
    boolean open = operands.isEmpty() || (clause.isJson() && word == 0);
    if (!open) {
      return help(Math.min(word, plain.parameters().size() - 1), plain);
    }
    List<Signature> all = new ArrayList<>(json);
    all.add(plainFirst ? 0 : all.size(), plain);
    return new Help(all, 0);
  }

  private static Help copy(Clause clause, int caret) {
    Signature plain = form(clause, "[flags] source ... dest");
    Signature json = jsonForms(clause).getFirst();
    List<Piece> operands = clause.operands();
    List<Piece> flags = clause.flags();
    if (inJson(clause, caret)) {
      Element element = Element.at(clause.text().text(), operands.getFirst().from(), caret);
      boolean dest = element.index() > 0 && element.index() >= element.count() - 1;
      int index = element.after() ? 5 : element.index() == 0 ? 2 : dest ? 4 : 3;
      return help(index, json);
    }
    boolean inFlags = !flags.isEmpty() && caret <= flags.getLast().to();
    int word = word(clause, caret);
    boolean open = operands.isEmpty() || (clause.isJson() && word == 0);
    int index = inFlags ? 0 : word == 0 ? 1 : word < operands.size() - 1 ? 2 : 3;
    return open ? help(index, plain, json) : help(index, plain);
  }

  // ---- names and values ----

  private static Help pairs(Clause clause, int caret, char escape) {
    Signature old = form(clause, "key value");
    Signature one = new Signature(clause.keyword() + " key=value", List.of("key", "value"));
    Signature more =
        new Signature(
            clause.keyword() + " key=value key2=value2", List.of("key", "value", "key2", "value2"));
    List<Pair> pairs = Pair.of(clause, escape);
    if (pairs.isEmpty()) {
      return help(0, old, one, more);
    }
    Pair first = pairs.getFirst();
    int end = last(pairs.getLast());
    boolean trailing = clause.text().length() > end || caret > clause.text().length();
    if (first.equals() < 0) {
      boolean open = first.value().isEmpty() && !trailing;
      int index = caret <= first.name().to() ? 0 : 1;
      return open ? help(index, old, one, more) : help(index, old);
    }
    int index = 2;
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      if (caret <= last(pair)) {
        boolean value = pair.equals() >= 0 && caret > pair.equals();
        boolean inside = caret >= pair.name().from();
        index = (i == 0 ? 0 : 2) + (value && inside ? 1 : 0);
        break;
      }
    }
    return pairs.size() > 1 || trailing ? help(index, more) : help(index, one, more);
  }

  private static int last(Pair pair) {
    return pair.value().orElse(pair.name()).to();
  }

  private static Help arg(Clause clause, int caret) {
    Signature value = new Signature("ARG name=defaultValue", List.of("name", "defaultValue"));
    int equals = clause.text().text().indexOf('=');
    if (equals < 0) {
      return help(0, form(clause, "name"), value);
    }
    return help(caret > equals ? 1 : 0, value);
  }

  private static Help user(Clause clause, int caret) {
    Signature user = new Signature("USER user:group", List.of("user", "group"));
    Signature uid = new Signature("USER uid:gid", List.of("uid", "gid"));
    int colon = clause.text().text().indexOf(':');
    if (colon >= 0) {
      return help(caret > colon ? 1 : 0, user, uid);
    }
    return help(0, form(clause, "user"), user, form(clause, "uid"), uid);
  }

  private static Optional<Help> healthcheck(Clause clause, int caret) {
    Signature cmd = form(clause, "[flags] CMD ...");
    Signature none = form(clause, "NONE");
    List<Piece> operands = clause.operands();
    List<Piece> flags = clause.flags();
    if (operands.isEmpty()) {
      return Optional.of(
          flags.isEmpty() ? help(0, cmd, none) : help(caret <= flags.getLast().to() ? 0 : 1, cmd));
    }
    String kind = clause.text(operands.getFirst());
    boolean isNone = "NONE".regionMatches(true, 0, kind, 0, kind.length());
    if (!flags.isEmpty() && caret <= flags.getLast().to()) {
      return Optional.of(help(0, cmd));
    }
    if (caret <= operands.getFirst().to()) {
      return Optional.of(isNone ? help(0, none) : help(1, cmd));
    }
    return kind.equalsIgnoreCase("NONE") ? Optional.empty() : Optional.of(help(2, cmd));
  }
}
