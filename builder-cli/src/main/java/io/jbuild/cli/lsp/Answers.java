package io.jbuild.cli.lsp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** Works answers out beside the thread that reads messages, so that typing never waits. */
final class Answers {
  private final OpenDocuments documents;
  private final ExecutorService workers;

  Answers(OpenDocuments documents, ExecutorService workers) {
    this.documents = documents;
    this.workers = workers;
  }

  /**
   * An answer about a file as it was when the question came; one that is cancelled is not sent. A
   * large file that is another one by the time that the work begins is not looked at.
   */
  <T> CompletableFuture<T> about(
      TextDocumentIdentifier identifier, Function<TextDocument, T> answer) {
    return later(
        identifier,
        document ->
            CompletableFutures.computeAsync(
                workers,
                cancelled -> {
                  cancelled.checkCanceled();
                  if (document.isLarge() && !documents.isCurrent(document)) {
                    throw modified();
                  }
                  T result = answer.apply(document);
                  cancelled.checkCanceled();
                  return result;
                }));
  }

  /** An answer that somebody else works out. */
  <T> CompletableFuture<T> later(
      TextDocumentIdentifier identifier, Function<TextDocument, CompletableFuture<T>> answer) {
    String uri = identifier.getUri();
    return documents
        .find(uri)
        .map(answer)
        .orElseGet(() -> CompletableFuture.failedFuture(invalid("`" + uri + "` is not open")));
  }

  /** What a question gets that is about a text that is no more. */
  static ResponseErrorException modified() {
    return new ResponseErrorException(
        new ResponseError(ResponseErrorCode.ContentModified, "there is a newer text", null));
  }

  static ResponseErrorException invalid(String message) {
    return new ResponseErrorException(
        new ResponseError(ResponseErrorCode.InvalidParams, message, null));
  }
}
