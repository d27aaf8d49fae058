package io.jbuild.cli.lsp;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.editor.Draft;
import io.jbuild.grammar.editor.TextLines;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/**
 * An open file at one version. What is read out of its text is read once, when it is first asked
 * for.
 */
final class TextDocument {
  private static final int LARGE = 1 << 18;

  private final String uri;
  private final int version;
  private final String text;
  private TextLines lines;
  private Parsed parsed;
  private Draft draft;

  TextDocument(String uri, int version, String text) {
    this.uri = uri;
    this.version = version;
    this.text = text;
  }

  String uri() {
    return uri;
  }

  int version() {
    return version;
  }

  String text() {
    return text;
  }

  /** Whether it takes long to look at all of it. */
  boolean isLarge() {
    return text.length() > LARGE;
  }

  /** Where the file lies; a buffer that was never saved lies nowhere. */
  Optional<Path> path() {
    return path(uri);
  }

  static Optional<Path> path(String uri) {
    try {
      return uri.startsWith("file:") ? Optional.of(Path.of(URI.create(uri))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // An address of another machine, or one that is none.
      return Optional.empty();
    }
  }

  synchronized TextLines lines() {
    if (lines == null) {
      lines = new TextLines(text);
    }
    return lines;
  }

  synchronized Parsed parsed() {
    if (parsed == null) {
      String name = path().map(Path::toString).orElse(uri);
      parsed = DockerfileParser.parse(new Source(name, text));
    }
    return parsed;
  }

  synchronized Draft draft() {
    if (draft == null) {
      draft = Draft.of(parsed());
    }
    return draft;
  }

  /** The document after changes, each about the text that the one before has left. */
  TextDocument changed(int newVersion, List<TextDocumentContentChangeEvent> changes) {
    String current = text;
    TextLines currentLines = lines();
    for (TextDocumentContentChangeEvent change : changes) {
      if (change.getRange() == null) {
        current = change.getText();
      } else {
        int start = Places.offset(currentLines, change.getRange().getStart());
        int end = Math.max(start, Places.offset(currentLines, change.getRange().getEnd()));
        current = current.substring(0, start) + change.getText() + current.substring(end);
      }
      currentLines = new TextLines(current);
    }
    var next = new TextDocument(uri, newVersion, current);
    next.lines = currentLines;
    return next;
  }
}
