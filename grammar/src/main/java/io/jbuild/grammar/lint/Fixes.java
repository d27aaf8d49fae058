package io.jbuild.grammar.lint;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Maintainer;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How findings of BuildKit's rules can be mended, where that takes no thought of its reader. */
final class Fixes {
  /** What the shell does itself: no program of that name has to exist. */
  private static final Set<String> SHELL_OWN =
      Set.of(
          ".",
          ":",
          "alias",
          "bg",
          "break",
          "builtin",
          "case",
          "cd",
          "command",
          "continue",
          "do",
          "eval",
          "exec",
          "exit",
          "export",
          "fg",
          "for",
          "if",
          "local",
          "read",
          "readonly",
          "return",
          "set",
          "shift",
          "source",
          "time",
          "times",
          "trap",
          "type",
          "ulimit",
          "umask",
          "unalias",
          "unset",
          "until",
          "wait",
          "while");

  private Fixes() {}

  /** Writes a text in the place of another that means the same. */
  static Fix write(Range range, String text) {
    return Fix.safe("write `" + text + "`", range, text);
  }

  /** Takes a flag away, and the blanks after it. */
  static Fix withoutFlag(Source source, Flag flag, boolean safe) {
    int end = flag.range().end();
    String text = source.text();
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    var range = new Range(flag.range().start(), end);
    String title = "leave `--" + flag.name() + "` out";
    return safe ? Fix.safe(title, range, "") : Fix.suggested(title, range, "");
  }

  /** Takes an instruction away with its lines, unless it shares them with something. */
  static Optional<Fix> without(Source source, Instruction instruction) {
    int start = source.lineStart(instruction.firstLine());
    int end =
        instruction.lastLine() < source.lineCount()
            ? source.lineStart(instruction.lastLine() + 1)
            : source.text().length();
    boolean alone = source.text().substring(start, instruction.range().start()).isBlank();
    return alone
        ? Optional.of(
            Fix.suggested("remove this " + instruction.keyword(), new Range(start, end), ""))
        : Optional.empty();
  }

  /** A command of plain words, which the shell takes as they are, as JSON. */
  static Optional<Fix> json(Source source, ShellCommand command) {
    String text = command.text();
    boolean plain =
        !text.isEmpty()
            && text.equals(source.text(command.range()))
            && text.chars().allMatch(Fixes::isPlain);
    if (!plain) {
      return Optional.empty();
    }
    String[] words = text.split("[ \t]+");
    if (SHELL_OWN.contains(words[0]) || words[0].indexOf('=') >= 0) {
      return Optional.empty();
    }
    String json = "[\"" + String.join("\", \"", words) + "\"]";
    return Optional.of(Fix.suggested("write it as JSON", command.range(), json));
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || " \t_./:=@%+,-".indexOf(c) >= 0;
  }

  /** MAINTAINER as the label that took its place; the image's author becomes a label. */
  static Optional<Fix> authors(Source source, Maintainer maintainer, char escape) {
    String name = maintainer.name();
    boolean plain = source.text(maintainer.range()).indexOf('\n') < 0;
    if (!plain || name.indexOf('"') >= 0 || name.indexOf('$') >= 0 || name.indexOf(escape) >= 0) {
      return Optional.empty();
    }
    String keyword = maintainer.origin().keyword();
    String label = keyword.equals(keyword.toLowerCase(Locale.ROOT)) ? "label" : "LABEL";
    return Optional.of(
        Fix.suggested(
            "write it as LABEL",
            maintainer.range(),
            label + " org.opencontainers.image.authors=\"" + name + "\""));
  }

  /** The protocol in lower case, where it is written out. */
  static Optional<Fix> lowerProtocol(Source source, Word port, String protocol) {
    int slash = port.text().lastIndexOf('/');
    boolean written =
        slash >= 0
            && port.text().equals(source.text(port.range()))
            && port.text().substring(slash + 1).equals(protocol);
    if (!written) {
      return Optional.empty();
    }
    String lower = protocol.toLowerCase(Locale.ROOT);
    int start = port.range().start() + slash + 1;
    return Optional.of(write(new Range(start, start + protocol.length()), lower));
  }

  /** Another name for a variable, everywhere in a word. */
  static Optional<Fix> otherVariable(Source source, Range word, String name, String right) {
    String text = source.text(word);
    List<TextEdit> edits = new ArrayList<>();
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length())) {
      int end = at + name.length();
      boolean begins = text.startsWith("$", at - 1) || text.startsWith("${", at - 2);
      boolean ends = end == text.length() || !isNamePart(text.charAt(end));
      if (begins && ends) {
        var range = new Range(word.start() + at, word.start() + end);
        edits.add(new TextEdit(range, right));
      }
    }
    return edits.isEmpty()
        ? Optional.empty()
        : Optional.of(new Fix("write `" + right + "`", edits, false));
  }

  private static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /** A description that begins with the name of what it describes. */
  static Fix described(Comment comment, Source source, String name) {
    int at = comment.range().start() + 1;
    String text = source.text();
    while (at < comment.range().end() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    boolean close = at == comment.range().start() + 1;
    return Fix.suggested(
        "begin it with `" + name + "`",
        new Range(at, at),
        (close ? " " : "") + name + (at == comment.range().end() ? "" : " "));
  }
}
