package io.jbuild.cli.lsp;

import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.editor.TextLines;
import io.jbuild.grammar.format.FormatStyle;
import io.jbuild.grammar.format.Formatter;
import io.jbuild.grammar.format.Indentation;
import java.util.List;
import org.eclipse.lsp4j.FormattingOptions;

/** Formatting with the indent that the editor uses. */
final class Layouts {
  private static final int WIDEST = 16;

  private Layouts() {}

  private static String indent(FormattingOptions options) {
    if (!options.isInsertSpaces()) {
      return "\t";
    }
    return " ".repeat(Math.clamp(options.getTabSize(), 1, WIDEST));
  }

  private static FormatStyle style(FormattingOptions options) {
    return new FormatStyle(indent(options), FormatStyle.Case.UPPER, false);
  }

  static List<TextEdit> document(TextDocument document, FormattingOptions options) {
    return Formatter.edits(document.parsed(), style(options));
  }

  static List<TextEdit> range(
      TextDocument document, io.jbuild.grammar.Range range, FormattingOptions options) {
    return Formatter.edits(document.parsed(), style(options), range);
  }

  /**
   * What follows from a character that was just typed: behind one that continues a line the next
   * line is indented, and so is a new line.
   *
   * @param offset of the caret, behind the character; behind a new line and what the editor has
   *     indented it by
   */
  static List<TextEdit> typed(
      TextDocument document, int offset, String character, FormattingOptions options) {
    var indentation = new Indentation(document.parsed(), indent(options), false);
    TextLines lines = document.lines();
    int line = lines.line(offset);
    if (character.equals("\n")) {
      return indentation.lines(line, line);
    }
    boolean last = document.text().substring(offset, lines.end(line)).isBlank();
    boolean continues = character.length() == 1 && character.charAt(0) == document.draft().escape();
    return last && continues && line + 1 < lines.count()
        ? indentation.lines(line + 1, line + 1)
        : List.of();
  }
}
