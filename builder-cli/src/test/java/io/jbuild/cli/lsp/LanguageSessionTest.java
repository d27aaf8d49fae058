package io.jbuild.cli.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageSessionTest {
  @TempDir Path folder;

  private String uri() {
    return folder.resolve("Dockerfile").toUri().toString();
  }

  private static ClientCapabilities capable() {
    var document = new TextDocumentClientCapabilities();
    document.setDiagnostic(new DiagnosticCapabilities());
    var capabilities = new ClientCapabilities();
    capabilities.setTextDocument(document);
    return capabilities;
  }

  private static VersionedTextDocumentIdentifier version(String uri, int version) {
    return new VersionedTextDocumentIdentifier(uri, version);
  }

  private static List<String> codes(PublishDiagnosticsParams published) {
    return published.getDiagnostics().stream().map(d -> d.getCode().getLeft()).toList();
  }

  @Test
  void diagnosticsComeAsTheFileChanges() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      editor.open(uri(), "FROM scratch\nCOPY a\n");
      PublishDiagnosticsParams first = editor.next();
      assertTrue(codes(first).contains("missing-argument"), () -> "" + first);
      assertEquals(1, first.getVersion());
      editor
          .server
          .getTextDocumentService()
          .didChange(
              new DidChangeTextDocumentParams(
                  version(uri(), 2),
                  List.of(
                      new TextDocumentContentChangeEvent(
                          new Range(new Position(1, 6), new Position(1, 6)), " /a"))));
      PublishDiagnosticsParams second = editor.next();
      assertEquals(2, second.getVersion());
      assertFalse(codes(second).contains("missing-argument"), () -> "" + second);
      editor
          .server
          .getTextDocumentService()
          .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri())));
      assertEquals(List.of(), editor.next().getDiagnostics());
    }
  }

  @Test
  void codesLinkToTheirPagesAndTagsSayWhatIsDeprecated() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      editor.open(uri(), "FROM scratch\nMAINTAINER me\n");
      Diagnostic diagnostic =
          editor.next().getDiagnostics().stream()
              .filter(d -> d.getCode().getLeft().equals("MaintainerDeprecated"))
              .findFirst()
              .orElseThrow();
      assertEquals(List.of(DiagnosticTag.Deprecated), diagnostic.getTags());
      assertTrue(diagnostic.getCodeDescription().getHref().startsWith("https://"));
      assertEquals("buildkit", diagnostic.getSource());
    }
  }

  @Test
  void aClientThatAsksForDiagnosticsGetsThemOnceAsked() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(capable());
      TextDocumentIdentifier file = editor.open(uri(), "FROM scratch\nCOPY a\n");
      DocumentDiagnosticReport report =
          editor
              .server
              .getTextDocumentService()
              .diagnostic(new DocumentDiagnosticParams(file))
              .get(20, TimeUnit.SECONDS);
      assertFalse(report.getLeft().getItems().isEmpty());
      assertEquals(0, editor.waiting());
    }
  }

  @Test
  void fixesAreOfferedWhereTheFindingsAre() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      TextDocumentIdentifier file = editor.open(uri(), "FROM scratch as a\ncopy b /c\n");
      var range = new Range(new Position(0, 14), new Position(0, 14));
      List<CodeAction> actions =
          editor
              .server
              .getTextDocumentService()
              .codeAction(new CodeActionParams(file, range, new CodeActionContext(List.of())))
              .get(20, TimeUnit.SECONDS)
              .stream()
              .map(action -> action.getRight())
              .toList();
      CodeAction quick = actions.getFirst();
      assertEquals(CodeActionKind.QuickFix, quick.getKind());
      assertEquals("AS", quick.getEdit().getChanges().get(uri()).getFirst().getNewText());
      CodeAction all = actions.getLast();
      assertEquals("source.fixAll.jbuild", all.getKind());
      assertEquals(1, all.getEdit().getChanges().get(uri()).size());
    }
  }

  @Test
  void changesOfAnOldVersionAreLeftOut() {
    var documents = new OpenDocuments();
    documents.open("file:///d", 5, "FROM a\n");
    var late = List.of(new TextDocumentContentChangeEvent("FROM b\n"));
    assertEquals(Optional.empty(), documents.change("file:///d", 5, late));
    assertEquals(Optional.empty(), documents.change("file:///other", 6, late));
    assertEquals("FROM a\n", documents.find("file:///d").orElseThrow().text());
    assertTrue(documents.change("file:///d", 6, late).isPresent());
  }

  @Test
  void changesAreCountedInUtf16UnitsAndApplyOneAfterTheOther() {
    var before = new TextDocument("file:///d", 1, "ENV a=\uD83D\uDE00é\r\nENV b=c\rENV d=e\n");
    TextDocument after =
        before.changed(
            2,
            List.of(
                new TextDocumentContentChangeEvent(
                    new Range(new Position(0, 8), new Position(0, 9)), "x\n"),
                new TextDocumentContentChangeEvent(
                    new Range(new Position(3, 4), new Position(3, 5)), "f"),
                new TextDocumentContentChangeEvent(
                    new Range(new Position(9, 9), new Position(9, 9)), "# end")));
    assertEquals("ENV a=\uD83D\uDE00x\n\r\nENV b=c\rENV f=e\n# end", after.text());
  }

  @Test
  void aFileOfFiveMegabytesIsEditedInTheMiddle() throws Exception {
    String line = "RUN echo \"$PATH\" && \\\n    true\n";
    String text = "FROM scratch\n" + line.repeat(5_000_000 / line.length());
    try (var editor = new EditorClient(folder)) {
      editor.initialize(capable());
      TextDocumentIdentifier file = editor.open(uri(), text);
      editor
          .server
          .getTextDocumentService()
          .didChange(
              new DidChangeTextDocumentParams(
                  version(uri(), 2),
                  List.of(
                      new TextDocumentContentChangeEvent(
                          new Range(new Position(50_001, 1), new Position(50_001, 2)), ""))));
      Hover hover =
          editor
              .server
              .getTextDocumentService()
              .hover(new HoverParams(file, new Position(0, 1)))
              .get(60, TimeUnit.SECONDS);
      assertEquals(0, hover.getRange().getStart().getLine());
    }
  }

  @Test
  void whatIsNotOpenIsRefused() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      var params = new HoverParams(new TextDocumentIdentifier("file:///x"), new Position(0, 0));
      var failure =
          assertThrows(
              ExecutionException.class,
              () -> editor.server.getTextDocumentService().hover(params).get(20, TimeUnit.SECONDS));
      var error = ((ResponseErrorException) failure.getCause()).getResponseError();
      assertEquals(ResponseErrorCode.InvalidParams.getValue(), error.getCode());
    }
  }

  @Test
  void aNameThatIsNoneIsRefusedAndAGoodOneIsWrittenEverywhere() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      TextDocumentIdentifier file =
          editor.open(uri(), "FROM a AS one\nFROM b\nCOPY --from=one /c /d\n");
      var place = new Position(0, 11);
      WorkspaceEdit edit =
          editor
              .server
              .getTextDocumentService()
              .rename(new RenameParams(file, place, "two"))
              .get(20, TimeUnit.SECONDS);
      assertEquals(2, edit.getChanges().get(uri()).size());
      assertThrows(
          ExecutionException.class,
          () ->
              editor
                  .server
                  .getTextDocumentService()
                  .rename(new RenameParams(file, place, "two words"))
                  .get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void sourcesLeadToFilesThatTheIgnoreFileLetsThrough() throws Exception {
    Files.writeString(folder.resolve("main.c"), "");
    Files.writeString(folder.resolve("main.o"), "");
    Files.writeString(folder.resolve(".dockerignore"), "*.o\n");
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      TextDocumentIdentifier file = editor.open(uri(), "FROM a\nCOPY main.c /\nCOPY mai\n");
      var definition =
          editor
              .server
              .getTextDocumentService()
              .definition(new DefinitionParams(file, new Position(1, 7)))
              .get(20, TimeUnit.SECONDS);
      assertEquals(
          folder.resolve("main.c").toUri().toString(), definition.getLeft().getFirst().getUri());
      var completion =
          editor
              .server
              .getTextDocumentService()
              .completion(new CompletionParams(file, new Position(2, 8)))
              .get(20, TimeUnit.SECONDS);
      assertEquals(
          List.of("main.c"), completion.getLeft().stream().map(CompletionItem::getLabel).toList());
    }
  }

  @Test
  void lensesTellWhatIsCopiedAndWhatIsNotNeeded() throws Exception {
    Files.writeString(folder.resolve("a.c"), "12345");
    Files.writeString(folder.resolve("b.o"), "1234567");
    Files.writeString(folder.resolve(".dockerignore"), "*.o\n.dockerignore\n");
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      TextDocumentIdentifier file =
          editor.open(uri(), "FROM scratch AS odd\nFROM scratch AS end\nCOPY *.? /x/\n");
      List<? extends CodeLens> lenses =
          editor
              .server
              .getTextDocumentService()
              .codeLens(new CodeLensParams(file))
              .get(20, TimeUnit.SECONDS);
      assertEquals(
          List.of(
              "0 not reachable from the target, `end`",
              "2 1 file, 5B; the ignore file holds back 1 file, 7B"),
          lenses.stream()
              .map(l -> l.getRange().getStart().getLine() + " " + l.getCommand().getTitle())
              .toList());
    }
  }

  @Test
  void eachWorkspaceHasItsOwnConfiguration() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path strict = Files.createDirectory(folder.resolve("strict"));
    Files.writeString(other.resolve(".hadolint.yaml"), "ignored: [DL3007]\n");
    String text = "FROM debian:latest\n";
    try (var editor = new EditorClient(folder.resolve("home"))) {
      editor.initialize(new ClientCapabilities(), other, strict);
      editor.open(other.resolve("Dockerfile").toUri().toString(), text);
      assertFalse(codes(editor.next()).contains("DL3007"));
      editor.open(strict.resolve("Dockerfile").toUri().toString(), text);
      assertTrue(codes(editor.next()).contains("DL3007"));
    }
  }

  @Test
  void aConfigurationThatCannotBeUsedIsToldOf() throws Exception {
    Files.writeString(folder.resolve(".hadolint.yaml"), "ignored: 5\n");
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      editor.open(uri(), "FROM a\n");
      assertTrue(editor.nextLog().contains(".hadolint.yaml"));
    }
  }

  @Test
  void layoutFollowsTheEditorsIndent() throws Exception {
    try (var editor = new EditorClient(folder)) {
      editor.initialize(new ClientCapabilities());
      TextDocumentIdentifier file = editor.open(uri(), "from a\nRUN b && \\\nc\n");
      var edits =
          editor
              .server
              .getTextDocumentService()
              .formatting(new DocumentFormattingParams(file, new FormattingOptions(2, true)))
              .get(20, TimeUnit.SECONDS);
      assertEquals(List.of("FROM", "  "), edits.stream().map(TextEdit::getNewText).toList());
      var typed =
          editor
              .server
              .getTextDocumentService()
              .onTypeFormatting(
                  new DocumentOnTypeFormattingParams(
                      file, new FormattingOptions(4, false), new Position(1, 10), "\\"))
              .get(20, TimeUnit.SECONDS);
      assertEquals(List.of("\t"), typed.stream().map(TextEdit::getNewText).toList());
    }
  }

  @Test
  void aSessionEndsWithItsClient() throws Exception {
    var editor = new EditorClient(folder);
    editor.initialize(new ClientCapabilities());
    editor.vanish();
    assertEquals(1, editor.ended.get(20, TimeUnit.SECONDS));
    var polite = new EditorClient(folder);
    polite.initialize(new ClientCapabilities());
    polite.close();
    assertEquals(0, polite.ended.get());
  }

  @Test
  void messagesThatAreNoneGetErrorsAndTheSessionGoesOn() throws Exception {
    String answers =
        raw("{\"jsonrpc\":\"2.0\",\"id\":", "[]", "{\"id\":7,\"method\":\"a/b\"}", "\"x\"");
    assertEquals(3, answers.split("-32700", -1).length - 1, answers);
    assertTrue(answers.contains("\"id\":7,\"error\":{\"code\":-32601"), answers);
    assertTrue(answers.contains("\"id\":9,\"result\":null"), answers);
    assertFalse(answers.contains("Exception"), answers);
  }

  /** The answers to messages, a shutdown behind them. */
  private String raw(String... messages) throws Exception {
    var in = new ByteArrayOutputStream();
    for (String message : messages) {
      write(in, message);
    }
    write(in, "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"shutdown\"}");
    write(in, "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
    var out = new ByteArrayOutputStream();
    int code =
        LanguageSession.serve(
            new ByteArrayInputStream(in.toByteArray()),
            out,
            folder,
            folder,
            Optional.empty(),
            Optional.empty(),
            "1");
    assertEquals(0, code);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(ByteArrayOutputStream to, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    to.writeBytes(
        ("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    to.writeBytes(bytes);
  }
}
