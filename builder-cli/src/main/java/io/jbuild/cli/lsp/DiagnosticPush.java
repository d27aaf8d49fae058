package io.jbuild.cli.lsp;

import java.io.IOException;
import java.util.List;
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

  /** A file was opened or changed. */
  void changed(TextDocument document) {
    workers.execute(
        () -> {
          send(document);
          askShellCheckLater(document);
        });
  }

  /** Everything may have changed, such as an ignore file. */
  void allChanged() {
    documents.all().forEach(this::changed);
    refresh();
  }

  /** Nothing is wrong any more with a file that is closed. */
  void closed(String uri) {
    findings.forget(uri);
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
            document.uri(), DiagnosticMessages.of(document, findings.of(document)));
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
      if (documents.isCurrent(document) && findings.askShellCheck(document)) {
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

  private void refresh() {
    if (pulled && refreshes) {
      client.refreshDiagnostics();
    }
  }
}
