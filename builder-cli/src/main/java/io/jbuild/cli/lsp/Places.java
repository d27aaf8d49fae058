package io.jbuild.cli.lsp;

import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.editor.TextLines;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.WorkspaceEdit;

/** Offsets and ranges as the protocol has them, and back. */
final class Places {
  private Places() {}

  static int offset(TextLines lines, Position position) {
    return lines.offset(position.getLine(), position.getCharacter());
  }

  static int offset(TextDocument document, Position position) {
    return offset(document.lines(), position);
  }

  static Position position(TextDocument document, int offset) {
    return new Position(document.lines().line(offset), document.lines().column(offset));
  }

  static Range range(TextDocument document, io.jbuild.grammar.Range range) {
    return new Range(position(document, range.start()), position(document, range.end()));
  }

  static io.jbuild.grammar.Range range(TextDocument document, Range range) {
    int start = offset(document, range.getStart());
    return new io.jbuild.grammar.Range(start, Math.max(start, offset(document, range.getEnd())));
  }

  static Location location(TextDocument document, io.jbuild.grammar.Range range) {
    return new Location(document.uri(), range(document, range));
  }

  static List<org.eclipse.lsp4j.TextEdit> edits(TextDocument document, List<TextEdit> edits) {
    return edits.stream()
        .map(
            edit ->
                new org.eclipse.lsp4j.TextEdit(range(document, edit.range()), edit.replacement()))
        .toList();
  }

  static WorkspaceEdit workspaceEdit(TextDocument document, List<TextEdit> edits) {
    return new WorkspaceEdit(Map.of(document.uri(), edits(document, edits)));
  }
}
