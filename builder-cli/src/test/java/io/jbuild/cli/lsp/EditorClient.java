package io.jbuild.cli.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/** An editor that a session in this process serves. */
public final class EditorClient implements AutoCloseable, LanguageClient {
  public final LanguageServer server;
  public final CompletableFuture<Integer> ended;

  private final BlockingQueue<PublishDiagnosticsParams> published = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
  private final OutputStream questions;

  public EditorClient(Path home) throws IOException {
    // Not PipedInputStream: it takes the end of the thread that wrote last for the end of all.
    Pipe asked = Pipe.open();
    Pipe answered = Pipe.open();
    questions = Channels.newOutputStream(asked.sink());
    InputStream serverIn = Channels.newInputStream(asked.source());
    OutputStream answers = Channels.newOutputStream(answered.sink());
    InputStream clientIn = Channels.newInputStream(answered.source());
    ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return LanguageSession.serve(
                    serverIn,
                    answers,
                    home,
                    home.resolve("store"),
                    Optional.empty(),
                    Optional.empty(),
                    "1");
              } catch (InterruptedException e) {
                return -1;
              }
            });
    Launcher<LanguageServer> launcher = LSPLauncher.createClientLauncher(this, clientIn, questions);
    launcher.startListening();
    server = launcher.getRemoteProxy();
  }

  public InitializeResult initialize(ClientCapabilities capabilities, Path... folders)
      throws Exception {
    var params = new InitializeParams();
    params.setCapabilities(capabilities);
    params.setWorkspaceFolders(
        List.of(folders).stream()
            .map(folder -> new WorkspaceFolder(folder.toUri().toString(), "w"))
            .toList());
    InitializeResult result = server.initialize(params).get(20, TimeUnit.SECONDS);
    server.initialized(new InitializedParams());
    return result;
  }

  public TextDocumentIdentifier open(String uri, String text) {
    server
        .getTextDocumentService()
        .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "dockerfile", 1, text)));
    return new TextDocumentIdentifier(uri);
  }

  /** The next diagnostics that come. */
  public PublishDiagnosticsParams next() throws InterruptedException {
    return published.poll(20, TimeUnit.SECONDS);
  }

  /** What has been published and not been taken. */
  public int waiting() {
    return published.size();
  }

  public String nextLog() throws InterruptedException {
    return logged.poll(20, TimeUnit.SECONDS);
  }

  /** As if the editor was killed. */
  public void vanish() throws IOException {
    questions.close();
  }

  @Override
  public void close() {
    server.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    server.exit();
    ended.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
    published.add(diagnostics);
  }

  @Override
  public void logMessage(MessageParams message) {
    logged.add(message.getMessage());
  }

  @Override
  public void telemetryEvent(Object object) {}

  @Override
  public void showMessage(MessageParams message) {}

  @Override
  public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams params) {
    return CompletableFuture.completedFuture(null);
  }
}
