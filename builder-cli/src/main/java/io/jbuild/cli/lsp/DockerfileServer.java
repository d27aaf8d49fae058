package io.jbuild.cli.lsp;

import io.jbuild.cli.check.ShellCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What is offered to an editor, and the beginning and the end of its session. */
final class DockerfileServer implements LanguageServer, WorkspaceService {
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final OpenDocuments documents = new OpenDocuments();
  private final Workspaces workspaces = new Workspaces();
  private final ClientTraits traits = new ClientTraits();
  private final DiagnosticPush push;
  private final DocumentService service;
  private final String version;
  private final IntConsumer end;

  private volatile LanguageClient client;
  private volatile boolean shutDown;

  /**
   * A server for one session.
   *
   * @param home of the calling user
   * @param store whose images are proposed
   * @param docs folder of the pages about jbuild's own rules
   * @param version of jbuild
   * @param end is told the exit code when the session is over
   */
  DockerfileServer(
      Path home,
      Path store,
      Optional<Path> docs,
      Optional<ShellCheck> shellCheck,
      String version,
      IntConsumer end) {
    var findings =
        new FileFindings(workspaces, home, shellCheck, new RulePages(docs), this::complain);
    this.push = new DiagnosticPush(documents, findings, workers);
    this.service =
        new DocumentService(
            documents,
            new Answers(documents, workers),
            findings,
            push,
            store,
            new LensQueue(workers, store, this::refreshLenses),
            traits);
    this.version = version;
    this.end = end;
  }

  void connect(LanguageClient remote) {
    client = remote;
    push.to(remote, false, false);
  }

  private void refreshLenses() {
    if (traits.refreshesLenses()) {
      client.refreshCodeLenses();
    }
  }

  private void complain(String message) {
    client.logMessage(new MessageParams(MessageType.Warning, message));
  }

  // ---- the session ----

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    traits.introduce(params.getCapabilities());
    push.to(client, traits.pullsDiagnostics(), traits.refreshesDiagnostics());
    List<WorkspaceFolder> folders = params.getWorkspaceFolders();
    if (folders != null) {
      folders.forEach(folder -> workspaces.add(folder.getUri()));
    }
    Integer process = params.getProcessId();
    if (process != null) {
      ProcessHandle.of(process)
          .ifPresent(handle -> handle.onExit().thenRun(() -> end.accept(shutDown ? 0 : 1)));
    }
    return CompletableFuture.completedFuture(
        new InitializeResult(offered(), new ServerInfo("jbuild", version)));
  }

  private static ServerCapabilities offered() {
    var offered = new ServerCapabilities();
    var sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    offered.setPositionEncoding(PositionEncodingKind.UTF16);
    offered.setTextDocumentSync(sync);
    offered.setCompletionProvider(
        new CompletionOptions(false, List.of("$", "{", "-", "=", ",", "/")));
    offered.setHoverProvider(true);
    offered.setSignatureHelpProvider(
        new SignatureHelpOptions(List.of(" ", "-", "=", "[", ",", "\"", ":", "@")));
    offered.setDefinitionProvider(true);
    offered.setReferencesProvider(true);
    offered.setDocumentHighlightProvider(true);
    offered.setDocumentSymbolProvider(true);
    offered.setFoldingRangeProvider(true);
    offered.setDocumentLinkProvider(new DocumentLinkOptions(false));
    offered.setRenameProvider(new RenameOptions(true));
    offered.setInlayHintProvider(true);
    offered.setCodeLensProvider(new CodeLensOptions(false));
    offered.setDocumentFormattingProvider(true);
    offered.setDocumentRangeFormattingProvider(true);
    offered.setDocumentOnTypeFormattingProvider(
        new DocumentOnTypeFormattingOptions("\\", List.of("`", "\n")));
    var actions = new CodeActionOptions(List.of(CodeActionKind.QuickFix, CodeActions.FIX_ALL));
    actions.setResolveProvider(true);
    offered.setCodeActionProvider(actions);
    var tokens = new SemanticTokensWithRegistrationOptions(StructureMessages.legend(), true);
    tokens.setRange(true);
    offered.setSemanticTokensProvider(tokens);
    offered.setDiagnosticProvider(new DiagnosticRegistrationOptions(false, false));
    var folders = new WorkspaceFoldersOptions();
    folders.setSupported(true);
    folders.setChangeNotifications(true);
    offered.setWorkspace(new WorkspaceServerCapabilities(folders));
    return offered;
  }

  @Override
  public void initialized(InitializedParams params) {
    if (traits.watchesFiles()) {
      var watched =
          new DidChangeWatchedFilesRegistrationOptions(
              List.of(
                  new FileSystemWatcher(Either.forLeft("**/*.dockerignore")),
                  new FileSystemWatcher(Either.forLeft("**/.hadolint.{yaml,yml}"))));
      client.registerCapability(
          new RegistrationParams(
              List.of(new Registration("watched", "workspace/didChangeWatchedFiles", watched))));
    }
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    shutDown = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void exit() {
    end.accept(shutDown ? 0 : 1);
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // Nothing is traced.
  }

  boolean isShutDown() {
    return shutDown;
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return service;
  }

  // ---- the workspace ----

  @Override
  public WorkspaceService getWorkspaceService() {
    return this;
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {
    // There is nothing to set; rules are configured by files.
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    push.allChanged();
    refreshLenses();
  }

  @Override
  public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
    params.getEvent().getRemoved().forEach(folder -> workspaces.remove(folder.getUri()));
    params.getEvent().getAdded().forEach(folder -> workspaces.add(folder.getUri()));
    push.allChanged();
  }
}
