package io.jbuild.cli.lsp;

import io.jbuild.grammar.editor.Folding;
import io.jbuild.grammar.editor.Hints;
import io.jbuild.grammar.editor.Links;
import io.jbuild.grammar.editor.Symbols;
import io.jbuild.grammar.editor.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.SemanticTokensLegend;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Outline, folds, links, tokens and hints as messages of the protocol. */
final class StructureMessages {
  private StructureMessages() {}

  static DocumentSymbol symbol(TextDocument document, Symbols.Symbol symbol) {
    var message =
        new DocumentSymbol(
            symbol.name(),
            symbol.directive() ? SymbolKind.Property : SymbolKind.Function,
            Places.range(document, symbol.range()),
            Places.range(document, symbol.selection()));
    symbol.detail().ifPresent(message::setDetail);
    message.setChildren(symbol.children().stream().map(child -> symbol(document, child)).toList());
    return message;
  }

  /**
   * A fold.
   *
   * @param lineOnly whether the editor folds whole lines alone
   */
  static FoldingRange fold(TextDocument document, Folding.Fold fold, boolean lineOnly) {
    var message = new FoldingRange(fold.first(), fold.last());
    if (!lineOnly) {
      message.setStartCharacter(document.lines().column(fold.range().start()));
      message.setEndCharacter(document.lines().column(fold.range().end()));
    }
    switch (fold.kind()) {
      case COMMENT -> message.setKind(FoldingRangeKind.Comment);
      case STAGE -> message.setKind(FoldingRangeKind.Region);
      default -> {}
    }
    return message;
  }

  static Optional<DocumentLink> link(
      TextDocument document, Links.Link link, FileSurroundings around) {
    Optional<String> target =
        link.file()
            ? around.inside(link.target()).map(path -> path.toUri().toString())
            : Optional.of(link.target());
    return target.map(uri -> new DocumentLink(Places.range(document, link.range()), uri));
  }

  static InlayHint hint(TextDocument document, Hints.Hint hint) {
    var message =
        new InlayHint(Places.position(document, hint.offset()), Either.forLeft("= " + hint.text()));
    message.setPaddingLeft(true);
    return message;
  }

  /** The names that numbers in tokens stand for. */
  static SemanticTokensLegend legend() {
    return new SemanticTokensLegend(
        Arrays.stream(Token.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList(),
        List.of("declaration", "definition", "deprecated"));
  }

  /** Tokens, each by its distance from the one before. */
  static List<Integer> tokens(TextDocument document, List<Token> tokens) {
    List<Integer> numbers = new ArrayList<>(tokens.size() * 5);
    int line = 0;
    int column = 0;
    for (Token token : tokens) {
      int nextLine = document.lines().line(token.range().start());
      int nextColumn = document.lines().column(token.range().start());
      numbers.add(nextLine - line);
      numbers.add(nextLine == line ? nextColumn - column : nextColumn);
      numbers.add(token.range().length());
      numbers.add(token.kind().ordinal());
      numbers.add(token.modifiers());
      line = nextLine;
      column = nextColumn;
    }
    return numbers;
  }
}
