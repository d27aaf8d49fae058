package io.jbuild.cli.lsp;

import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.editor.Links;
import io.jbuild.grammar.editor.Occurrences;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.WorkspaceEdit;

/** Definition, references, highlights and rename as messages of the protocol. */
final class NameMessages {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern STAGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final Pattern HEREDOC = Pattern.compile("[A-Za-z0-9_.-]+");

  private NameMessages() {}

  static Optional<Occurrences> at(TextDocument document, Position position) {
    return Occurrences.at(document.draft(), Places.offset(document, position));
  }

  /** Where a name is declared; for a source of COPY the file itself. */
  static List<Location> definition(
      TextDocument document, Position position, FileSurroundings around) {
    Optional<Occurrences> found = at(document, position);
    if (found.isPresent()) {
      return found.get().definition().stream()
          .map(range -> Places.location(document, range))
          .toList();
    }
    int offset = Places.offset(document, position);
    return Links.of(document.draft(), around).stream()
        .filter(Links.Link::file)
        .filter(link -> link.range().start() <= offset && offset <= link.range().end())
        .flatMap(link -> around.inside(link.target()).stream())
        .map(
            path ->
                new Location(
                    path.toUri().toString(), new Range(new Position(0, 0), new Position(0, 0))))
        .toList();
  }

  static List<Location> references(
      TextDocument document, Position position, boolean withDeclaration) {
    return at(document, position).map(Occurrences::places).orElse(List.of()).stream()
        .filter(place -> withDeclaration || !place.writes())
        .map(place -> Places.location(document, place.range()))
        .toList();
  }

  static List<DocumentHighlight> highlights(TextDocument document, Position position) {
    return at(document, position).map(Occurrences::places).orElse(List.of()).stream()
        .map(
            place ->
                new DocumentHighlight(
                    Places.range(document, place.range()),
                    place.writes() ? DocumentHighlightKind.Write : DocumentHighlightKind.Read))
        .toList();
  }

  /** The edits that give a name another; null where there is no name. */
  static WorkspaceEdit rename(TextDocument document, Position position, String name) {
    Optional<Occurrences> found = at(document, position);
    if (found.isEmpty()) {
      return null;
    }
    if (!found.get().isNamed()) {
      throw Answers.invalid("a stage that is told by its number has no name there to change");
    }
    Pattern allowed =
        switch (found.get().kind()) {
          case VARIABLE -> VARIABLE;
          case STAGE -> STAGE;
          case HEREDOC -> HEREDOC;
        };
    if (!allowed.matcher(name).matches()) {
      throw Answers.invalid("`" + name + "` is no name of a " + word(found.get().kind()));
    }
    return Places.workspaceEdit(
        document,
        found.get().places().stream()
            .filter(Occurrences.Place::named)
            .map(place -> new TextEdit(place.range(), name))
            .toList());
  }

  private static String word(Occurrences.Kind kind) {
    return switch (kind) {
      case VARIABLE -> "variable";
      case STAGE -> "stage";
      case HEREDOC -> "here-document";
    };
  }
}
