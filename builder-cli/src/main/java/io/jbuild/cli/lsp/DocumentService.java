package io.jbuild.cli.lsp;

import com.google.gson.JsonPrimitive;
import io.jbuild.grammar.editor.Colouring;
import io.jbuild.grammar.editor.Completion;
import io.jbuild.grammar.editor.Folding;
import io.jbuild.grammar.editor.Hints;
import io.jbuild.grammar.editor.Hover;
import io.jbuild.grammar.editor.Links;
import io.jbuild.grammar.editor.Occurrences;
import io.jbuild.grammar.editor.Signatures;
import io.jbuild.grammar.editor.Symbols;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.services.TextDocumentService;

/** Keeps files in step with the editor and answers what it asks about them. */
final class DocumentService implements TextDocumentService {
  private final OpenDocuments documents;
  private final Answers answers;
  private final FileFindings findings;
  private final DiagnosticPush push;
  private final Path store;
  private final ClientTraits client;
  private final LensQueue lenses;

  DocumentService(
      OpenDocuments documents,
      Answers answers,
      FileFindings findings,
      DiagnosticPush push,
      Path store,
      LensQueue lenses,
      ClientTraits client) {
    this.documents = documents;
    this.answers = answers;
    this.findings = findings;
    this.push = push;
    this.store = store;
    this.lenses = lenses;
    this.client = client;
  }

  private FileSurroundings around(TextDocument document) {
    return new FileSurroundings(document.path(), store);
  }

  // ---- in step ----

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    TextDocumentItem item = params.getTextDocument();
    push.changed(documents.open(item.getUri(), item.getVersion(), item.getText()));
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    VersionedTextDocumentIdentifier id = params.getTextDocument();
    lenses.changed(id.getUri());
    documents
        .change(id.getUri(), id.getVersion(), params.getContentChanges())
        .ifPresent(push::changed);
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    documents.close(params.getTextDocument().getUri());
    lenses.changed(params.getTextDocument().getUri());
    push.closed(params.getTextDocument().getUri());
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    // What is saved is what is open already.
  }

  // ---- what is found ----

  @Override
  public CompletableFuture<DocumentDiagnosticReport> diagnostic(DocumentDiagnosticParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            new DocumentDiagnosticReport(
                new RelatedFullDocumentDiagnosticReport(
                    DiagnosticMessages.of(document, findings.of(document), findings.pages()))));
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            CodeActions.of(
                    document,
                    findings,
                    Places.range(document, params.getRange()),
                    params.getContext(),
                    client.resolvesActions())
                .stream()
                .map(Either::<Command, CodeAction>forRight)
                .toList());
  }

  @Override
  public CompletableFuture<CodeAction> resolveCodeAction(CodeAction action) {
    if (!(action.getData() instanceof JsonPrimitive uri) || action.getEdit() != null) {
      return CompletableFuture.completedFuture(action);
    }
    return answers.about(
        new TextDocumentIdentifier(uri.getAsString()),
        document -> CodeActions.resolved(action, document, findings));
  }

  // ---- at a caret ----

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Either.forLeft(
                Completion.at(
                        document.draft(),
                        Places.offset(document, params.getPosition()),
                        around(document),
                        client.snippets())
                    .stream()
                    .map(proposal -> CompletionMessages.item(document, proposal))
                    .toList()));
  }

  @Override
  public CompletableFuture<org.eclipse.lsp4j.Hover> hover(HoverParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Hover.at(
                    document.draft(),
                    Places.offset(document, params.getPosition()),
                    around(document))
                .map(hover -> CompletionMessages.hover(document, hover))
                .orElse(null));
  }

  @Override
  public CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Signatures.at(document.draft(), Places.offset(document, params.getPosition()))
                .map(CompletionMessages::signatures)
                .orElse(null));
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Either.forLeft(
                NameMessages.definition(document, params.getPosition(), around(document))));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            NameMessages.references(
                document, params.getPosition(), params.getContext().isIncludeDeclaration()));
  }

  @Override
  public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
      DocumentHighlightParams params) {
    return answers.about(
        params.getTextDocument(),
        document -> NameMessages.highlights(document, params.getPosition()));
  }

  @Override
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            NameMessages.at(document, params.getPosition())
                .filter(Occurrences::isNamed)
                .map(Occurrences::at)
                .map(
                    range ->
                        Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forFirst(
                            Places.range(document, range)))
                .orElse(null));
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return answers.about(
        params.getTextDocument(),
        document -> NameMessages.rename(document, params.getPosition(), params.getNewName()));
  }

  // ---- all of a file ----

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Symbols.of(document.draft()).stream()
                .map(symbol -> StructureMessages.symbol(document, symbol))
                .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                .toList());
  }

  @Override
  public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Folding.of(document.draft(), document.lines()).stream()
                .limit(client.foldLimit())
                .map(fold -> StructureMessages.fold(document, fold, client.lineFoldsOnly()))
                .toList());
  }

  @Override
  public CompletableFuture<List<DocumentLink>> documentLink(DocumentLinkParams params) {
    return answers.about(
        params.getTextDocument(),
        document -> {
          FileSurroundings around = around(document);
          return Links.of(document.draft(), around).stream()
              .map(link -> StructureMessages.link(document, link, around))
              .flatMap(Optional::stream)
              .toList();
        });
  }

  @Override
  public CompletableFuture<SemanticTokens> semanticTokensFull(SemanticTokensParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            new SemanticTokens(StructureMessages.tokens(document, Colouring.of(document.draft()))));
  }

  @Override
  public CompletableFuture<SemanticTokens> semanticTokensRange(SemanticTokensRangeParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            new SemanticTokens(
                StructureMessages.tokens(
                    document,
                    Colouring.of(document.draft(), Places.range(document, params.getRange())))));
  }

  @Override
  public CompletableFuture<List<InlayHint>> inlayHint(InlayHintParams params) {
    return answers.about(
        params.getTextDocument(),
        document -> {
          io.jbuild.grammar.Range range = Places.range(document, params.getRange());
          return Hints.of(document.draft()).stream()
              .filter(hint -> range.start() <= hint.offset() && hint.offset() <= range.end())
              .map(hint -> StructureMessages.hint(document, hint))
              .toList();
        });
  }

  @Override
  public CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams params) {
    return answers.later(params.getTextDocument(), lenses::of);
  }

  // ---- layout ----

  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return answers.about(
        params.getTextDocument(),
        document -> Places.edits(document, Layouts.document(document, params.getOptions())));
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> rangeFormatting(
      DocumentRangeFormattingParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Places.edits(
                document,
                Layouts.range(
                    document, Places.range(document, params.getRange()), params.getOptions())));
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> onTypeFormatting(
      DocumentOnTypeFormattingParams params) {
    return answers.about(
        params.getTextDocument(),
        document ->
            Places.edits(
                document,
                Layouts.typed(
                    document,
                    Places.offset(document, params.getPosition()),
                    params.getCh(),
                    params.getOptions())));
  }
}
