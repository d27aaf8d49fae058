package io.jbuild.cli.template;

import io.jbuild.cli.template.Lexer.Kind;
import io.jbuild.cli.template.Lexer.Piece;
import io.jbuild.cli.template.Lexer.Token;
import io.jbuild.cli.template.Node.Command;
import io.jbuild.cli.template.Node.Operand;
import io.jbuild.cli.template.Node.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads a template; recursive descent. */
final class TemplateParser {
  /** How deeply blocks and brackets may stand in each other. */
  private static final int DEEPEST = 64;

  private final Deque<Piece> pieces;
  private Deque<Token> tokens = new ArrayDeque<>();
  private int depth;

  private TemplateParser(List<Piece> pieces) {
    this.pieces = new ArrayDeque<>(pieces);
  }

  static List<Node> parse(String template) {
    var parser = new TemplateParser(Lexer.pieces(template));
    List<Node> nodes = new ArrayList<>();
    String stop = parser.body(nodes);
    if (!stop.isEmpty()) {
      throw new TemplateException("`{{" + stop + "}}` stands in the template without a beginning");
    }
    return List.copyOf(nodes);
  }

  /** Reads up to {@code end} or {@code else}, which is given back; empty at the end of all. */
  private String body(List<Node> nodes) {
    while (!pieces.isEmpty()) {
      Piece piece = pieces.removeFirst();
      if (piece.text().isPresent()) {
        nodes.add(new Node.Text(piece.text().get()));
        continue;
      }
      tokens = new ArrayDeque<>(piece.action());
      skip();
      Token first = tokens.peekFirst();
      String word = first != null && first.kind() == Kind.NAME ? first.text() : "";
      switch (word) {
        case "end", "else" -> {
          tokens.removeFirst();
          return word;
        }
        case "if", "with", "range" -> {
          tokens.removeFirst();
          nodes.add(block(word));
        }
        case "template", "define", "block", "break", "continue" ->
            throw new TemplateException("`{{" + word + "}}` of templates is not supported");
        default -> {
          nodes.add(new Node.Action(pipeline()));
          done();
        }
      }
    }
    return "";
  }

  private Node block(String word) {
    enter();
    List<String> variables = new ArrayList<>();
    if (word.equals("range")) {
      rangeVariables(variables);
    }
    Pipeline value = pipeline();
    done();
    List<Node> then = new ArrayList<>();
    List<Node> otherwise = new ArrayList<>();
    String stop = body(then);
    if (stop.equals("else")) {
      skip();
      Token next = tokens.peekFirst();
      if (next != null && next.kind() == Kind.NAME && next.text().equals(word)) {
        tokens.removeFirst();
        otherwise.add(block(word));
        stop = "end";
      } else {
        done();
        stop = body(otherwise);
      }
    }
    if (!stop.equals("end")) {
      throw new TemplateException("`{{" + word + "}}` in the template has no `{{end}}`");
    }
    depth--;
    return switch (word) {
      case "if" -> new Node.If(value, then, otherwise);
      case "with" -> new Node.With(value, then, otherwise);
      default -> new Node.Range(variables, value, then, otherwise);
    };
  }

  /** Reads `$x :=` or `$i, $x :=`, if that is there. */
  private void rangeVariables(List<String> variables) {
    List<Token> all = tokens.stream().filter(t -> t.kind() != Kind.SPACE).toList();
    int comma = all.size() > 1 && all.get(1).is(",") ? 2 : 0;
    if (all.size() > comma + 1
        && all.get(comma).kind() == Kind.VARIABLE
        && all.get(comma + 1).is(":=")) {
      variables.add(all.getFirst().text());
      if (comma > 0) {
        variables.add(all.get(comma).text());
      }
      while (!tokens.removeFirst().is(":=")) {
        // up to the sign
      }
    }
  }

  private Pipeline pipeline() {
    enter();
    skip();
    String variable = "";
    boolean declares = false;
    List<Token> all = tokens.stream().filter(t -> t.kind() != Kind.SPACE).limit(2).toList();
    if (all.size() == 2
        && all.get(0).kind() == Kind.VARIABLE
        && (all.get(1).is(":=") || all.get(1).is("="))) {
      variable = all.get(0).text();
      declares = all.get(1).is(":=");
      tokens.removeFirst();
      skip();
      tokens.removeFirst();
    }
    List<Command> commands = new ArrayList<>();
    commands.add(command());
    while (!tokens.isEmpty() && tokens.getFirst().is("|")) {
      tokens.removeFirst();
      commands.add(command());
    }
    depth--;
    return new Pipeline(variable, declares, commands);
  }

  private Command command() {
    List<Operand> words = new ArrayList<>();
    skip();
    while (!tokens.isEmpty() && !tokens.getFirst().is("|") && !tokens.getFirst().is(")")) {
      words.add(operand());
      skip();
    }
    if (words.isEmpty()) {
      throw new TemplateException("an action in the template lacks a value");
    }
    return new Command(words);
  }

  private Operand operand() {
    Token token = tokens.removeFirst();
    List<String> fields = new ArrayList<>();
    Node.Base base =
        switch (token.kind()) {
          case FIELD -> {
            if (!token.text().isEmpty()) {
              fields.add(token.text());
            }
            yield new Node.Dot();
          }
          case VARIABLE -> new Node.Variable(token.text());
          case LITERAL -> new Node.Literal(token.value());
          case NAME -> new Node.Function(token.text());
          case SIGN, SPACE -> {
            if (!token.is("(")) {
              throw new TemplateException(
                  "`" + token.text() + "` cannot stand there in the template");
            }
            Pipeline inner = pipeline();
            if (tokens.isEmpty() || !tokens.removeFirst().is(")")) {
              throw new TemplateException("`(` in the template has no `)`");
            }
            yield new Node.Group(inner);
          }
        };
    while (!tokens.isEmpty()
        && tokens.getFirst().kind() == Kind.FIELD
        && !tokens.getFirst().text().isEmpty()) {
      fields.add(tokens.removeFirst().text());
    }
    return new Operand(base, fields);
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw new TemplateException("the template is nested more than " + DEEPEST + " levels deep");
    }
  }

  private void skip() {
    while (!tokens.isEmpty() && tokens.getFirst().kind() == Kind.SPACE) {
      tokens.removeFirst();
    }
  }

  private void done() {
    skip();
    if (!tokens.isEmpty()) {
      throw new TemplateException(
          "`" + tokens.getFirst().text() + "` cannot stand there in the template");
    }
  }
}
