package io.jbuild.grammar.format;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Equivalence;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.TextEdits;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Lays out Dockerfiles.
 *
 * <p>What a file says stays as it is: before edits are given out, the text that they make is parsed
 * and compared with the old one. A formatted file is formatted already. Instructions that have
 * errors are left as they are, and the rest is laid out.
 */
public final class Formatter {
  private Formatter() {}

  /**
   * The edits that lay out a whole file, in its order, each as small as it can be; none if it is
   * laid out well.
   *
   * @throws IllegalStateException if they would change what the file says: a bug
   */
  public static List<TextEdit> edits(Parsed parsed, FormatStyle style) {
    return checked(parsed, style, Layout.edits(parsed, style));
  }

  /**
   * The edits that touch certain lines.
   *
   * @param lines a range whose first and last line, and those between, are laid out
   * @throws IllegalStateException if they would change what the file says: a bug
   */
  public static List<TextEdit> edits(Parsed parsed, FormatStyle style, Range lines) {
    Source source = parsed.dockerfile().source();
    int first = source.line(lines.start());
    int last = source.line(lines.end());
    List<TextEdit> touching =
        Layout.edits(parsed, style).stream()
            .filter(edit -> source.line(edit.range().end()) >= first)
            .filter(edit -> source.line(edit.range().start()) <= last)
            .toList();
    return checked(parsed, style, touching);
  }

  /**
   * The text of a file, laid out.
   *
   * @throws IllegalStateException if that would change what the file says: a bug
   */
  public static String format(Source source, FormatStyle style) {
    return TextEdits.apply(source.text(), edits(DockerfileParser.parse(source), style));
  }

  private static List<TextEdit> checked(Parsed parsed, FormatStyle style, List<TextEdit> edits) {
    if (edits.isEmpty()) {
      return edits;
    }
    Source before = parsed.dockerfile().source();
    var after = new Source(before.name(), TextEdits.apply(before.text(), edits));
    boolean strict = Layout.strictShell(parsed);
    UnaryOperator<String> commands =
        style.keepCommands() ? text -> text : text -> ShellText.canonical(text, strict);
    Optional<String> difference = Equivalence.difference(before, after, commands);
    if (difference.isPresent()) {
      throw new IllegalStateException(
          "formatting `" + before.name() + "` would change what it says: " + difference.get());
    }
    return edits;
  }
}
