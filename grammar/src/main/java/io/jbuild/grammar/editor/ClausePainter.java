package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Clause.Piece;
import io.jbuild.grammar.editor.Token.Kind;
import java.util.List;
import java.util.Locale;

/** Paints what stands behind a keyword. */
final class ClausePainter {
  private final Clause clause;
  private final char escape;
  private final Canvas canvas;
  private final String text;
  private final WordPainter words;

  ClausePainter(Clause clause, char escape, Canvas canvas) {
    this.clause = clause;
    this.escape = escape;
    this.canvas = canvas;
    this.text = clause.text().text();
    this.words = new WordPainter(text, escape, canvas);
  }

  void paint() {
    clause.flags().forEach(this::flag);
    List<Piece> operands = clause.operands();
    if (operands.isEmpty()) {
      return;
    }
    int from = operands.getFirst().from();
    switch (clause.keyword()) {
      case "FROM" -> from(operands);
      case "ENV", "ARG", "LABEL" -> pairs();
      case "HEALTHCHECK" -> {
        Piece kind = operands.getFirst();
        boolean known = List.of("CMD", "NONE").contains(clause.text(kind).toUpperCase(Locale.ROOT));
        if (known) {
          canvas.paint(kind.from(), kind.to(), Kind.KEYWORD);
        }
        operands(known ? kind.to() : from);
      }
      default -> operands(from);
    }
  }

  private void operands(int from) {
    int start = from;
    while (start < text.length() && Clause.isBlank(text.charAt(start))) {
      start++;
    }
    if (start < text.length() && text.charAt(start) == '[' && text.stripTrailing().endsWith("]")) {
      json(start);
    } else {
      words.paint(start, text.length());
    }
  }

  private void json(int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c == '"') {
        while (end < text.length() && text.charAt(end) != '"') {
          end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(text.length(), end + 1);
        canvas.paint(at, end, Kind.STRING);
      } else if (!Clause.isBlank(c)) {
        canvas.paint(at, end, "[],".indexOf(c) >= 0 ? Kind.OPERATOR : Kind.PARAMETER);
      }
      at = end;
    }
  }

  private void flag(Piece flag) {
    int equals = text.indexOf('=', flag.from());
    if (equals < 0 || equals >= flag.to()) {
      canvas.paint(flag.from(), flag.to(), Kind.PARAMETER);
      return;
    }
    canvas.paint(flag.from(), equals, Kind.PARAMETER);
    canvas.paint(equals, equals + 1, Kind.OPERATOR);
    if (text.startsWith("--mount=", flag.from())) {
      mount(equals + 1, flag.to());
    } else {
      boolean stage = text.startsWith("--from=", flag.from());
      value(equals + 1, flag.to(), stage ? Kind.NAMESPACE : Kind.PROPERTY);
    }
  }

  private void mount(int from, int to) {
    int at = from;
    while (at < to) {
      int comma = text.indexOf(',', at);
      int end = comma < 0 || comma > to ? to : comma;
      int equals = text.indexOf('=', at);
      if (equals < 0 || equals >= end) {
        canvas.paint(at, end, Kind.PARAMETER);
      } else {
        canvas.paint(at, equals, Kind.PARAMETER);
        canvas.paint(equals, equals + 1, Kind.OPERATOR);
        boolean stage = text.substring(at, equals).equals("from");
        value(equals + 1, end, stage ? Kind.NAMESPACE : Kind.PROPERTY);
      }
      at = end + 1;
    }
  }

  private void value(int from, int to, Kind kind) {
    canvas.paint(from, to, kind);
    variables(from, to);
  }

  private void variables(int from, int to) {
    int at = text.indexOf('$', from);
    while (at >= 0 && at < to) {
      boolean escaped = at > 0 && text.charAt(at - 1) == escape;
      boolean starts = !escaped && VariablePainter.startsAt(text, at, to);
      at = starts ? new VariablePainter(text, canvas).paint(at, to) : at + 1;
      at = text.indexOf('$', at);
    }
  }

  private void from(List<Piece> operands) {
    Piece image = operands.getFirst();
    String name = clause.text(image);
    int at = name.indexOf('@');
    int colon = name.indexOf(':', name.lastIndexOf('/', at < 0 ? name.length() : at) + 1);
    int tag = colon >= 0 && (at < 0 || colon < at) && name.indexOf('$') < 0 ? colon : -1;
    int end = tag >= 0 ? tag : at >= 0 ? at : name.length();
    canvas.paint(image.from(), image.from() + end, Kind.CLASS);
    if (tag >= 0) {
      int tagEnd = at >= 0 ? at : name.length();
      canvas.paint(image.from() + tag + 1, image.from() + tagEnd, Kind.PROPERTY);
    }
    if (at >= 0) {
      canvas.paint(image.from() + at + 1, image.to(), Kind.PROPERTY);
    }
    variables(image.from(), image.to());
    for (int i = 1; i < operands.size(); i++) {
      Piece word = operands.get(i);
      boolean as = i == 1 && clause.text(word).equalsIgnoreCase("AS");
      boolean stage = i == 2 && clause.text(operands.get(1)).equalsIgnoreCase("AS");
      Kind kind = as ? Kind.KEYWORD : stage ? Kind.NAMESPACE : Kind.PARAMETER;
      canvas.paint(word.from(), word.to(), kind);
    }
  }

  private void pairs() {
    for (Pair pair : Pair.of(clause, escape)) {
      Piece name = pair.name();
      boolean label = clause.is("LABEL");
      canvas.paint(
          name.from(),
          name.to(),
          label ? Kind.PROPERTY : Kind.VARIABLE,
          label ? 0 : Token.DECLARATION,
          false);
      if (pair.equals() >= 0) {
        canvas.paint(pair.equals(), pair.equals() + 1, Kind.OPERATOR);
      }
      pair.value().ifPresent(value -> words.paint(value.from(), value.to()));
    }
  }
}
