package io.jbuild.cli.lsp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;

/**
 * Sends diagnostics as files change. What the rules find goes out at once; ShellCheck, which is a
 * process, is asked when nothing was typed for a while.
 */
final class DiagnosticPush {
  private static final long QUIET_MILLIS = 300;

  private final OpenDocuments documents;
  private final FileFindings findings;
  private final ExecutorService workers;

  private final Object asking = new Object();
  private final Map<String, TextQueue> queues = new ConcurrentHashMap<>();

  private volatile LanguageClient client;
  private volatile boolean pulled;
  private volatile boolean refreshes;

  DiagnosticPush(OpenDocuments documents, FileFindings findings, ExecutorService workers) {
    this.documents = documents;
    this.findings = findings;
    this.workers = workers;
  }

  /**
   * Says who gets them.
   *
   * @param pulled whether the client asks for diagnostics itself, so that it is told only when to
   * @param refreshes whether it can be told
   */
  void to(LanguageClient client, boolean pulled, boolean refreshes) {
    this.client = client;
    this.pulled = pulled;
    this.refreshes = refreshes;
  }

  /** A file was opened or changed: of texts that follow each other fast the last one counts. */
  void changed(TextDocument document) {
    TextQueue queue = queues.computeIfAbsent(document.uri(), uri -> new TextQueue());
    if (queue.add(document)) {
      workers.execute(() -> work(queue));
    }
  }

  private void work(TextQueue queue) {
    Optional<TextDocument> next = queue.take();
    if (next.isEmpty()) {
      return;
    }
    long begun = System.nanoTime();
    try {
      send(next.get());
    } finally {
      queue.took(Duration.ofNanos(System.nanoTime() - begun));
      workers.execute(() -> askShellCheckLater(next.get()));
      workers.execute(() -> work(queue));
    }
  }

  /** Everything may have changed, such as an ignore file. */
  void allChanged() {
    documents.all().forEach(this::changed);
    refresh();
  }

  /** Nothing is wrong any more with a file that is closed. */
  void closed(String uri) {
    findings.forget(uri);
    queues.remove(uri);
    if (!pulled) {
      client.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of()));
    }
  }

  private void send(TextDocument document) {
    if (pulled || !documents.isCurrent(document)) {
      return;
    }
    var message =
        new PublishDiagnosticsParams(
            document.uri(),
            DiagnosticMessages.of(document, findings.of(document), findings.pages()));
    message.setVersion(document.version());
    synchronized (this) {
      // What was found in an older text must not come after what was found in a newer one.
      if (documents.isCurrent(document)) {
        client.publishDiagnostics(message);
      }
    }
  }

  private void askShellCheckLater(TextDocument document) {
    try {
      TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
      if (documents.isCurrent(document) && ask(document)) {
        send(document);
        refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Its rules have nothing to say then; `jbuild check` tells why.
      return;
    }
  }

  /** One at a time; what has waited for its turn may be about an old text by then. */
  private boolean ask(TextDocument document) throws IOException {
    synchronized (asking) {
      return documents.isCurrent(document) && findings.askShellCheck(document);
    }
  }

  private void refresh() {
    if (pulled && refreshes) {
      client.refreshDiagnostics();
    }
  }
}
