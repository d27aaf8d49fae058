package io.jbuild.cli.lsp;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.lsp4j.ClientCapabilities;

/** What the editor can do, as far as answers depend on it; known once it has introduced itself. */
final class ClientTraits {
  private volatile ClientCapabilities capabilities = new ClientCapabilities();

  void introduce(ClientCapabilities told) {
    capabilities = told == null ? new ClientCapabilities() : told;
  }

  private <A, B> Optional<B> in(Function<ClientCapabilities, A> first, Function<A, B> second) {
    return Optional.ofNullable(first.apply(capabilities)).map(second);
  }

  private boolean is(Optional<Boolean> told) {
    return told.orElse(false);
  }

  /** Whether tab stops in completions mean something to it. */
  boolean snippets() {
    return is(
        in(ClientCapabilities::getTextDocument, t -> t.getCompletion())
            .map(c -> c.getCompletionItem())
            .map(c -> c.getSnippetSupport()));
  }

  /** Whether it folds whole lines alone. */
  boolean lineFoldsOnly() {
    return is(
        in(ClientCapabilities::getTextDocument, t -> t.getFoldingRange())
            .map(f -> f.getLineFoldingOnly()));
  }

  /** How many folds it wants at most. */
  long foldLimit() {
    return in(ClientCapabilities::getTextDocument, t -> t.getFoldingRange())
        .map(f -> f.getRangeLimit())
        .map(Integer::longValue)
        .orElse(Long.MAX_VALUE);
  }

  /** Whether it asks for the edit of an action when that is chosen. */
  boolean resolvesActions() {
    return in(ClientCapabilities::getTextDocument, t -> t.getCodeAction())
        .filter(action -> Boolean.TRUE.equals(action.getDataSupport()))
        .map(action -> action.getResolveSupport())
        .filter(support -> support.getProperties().contains("edit"))
        .isPresent();
  }

  /** Whether it asks for diagnostics itself. */
  boolean pullsDiagnostics() {
    return in(ClientCapabilities::getTextDocument, t -> t.getDiagnostic()).isPresent();
  }

  /** Whether it can be told to ask for diagnostics again. */
  boolean refreshesDiagnostics() {
    return is(
        in(ClientCapabilities::getWorkspace, w -> w.getDiagnostics())
            .map(d -> d.getRefreshSupport()));
  }

  /** Whether it can be told to ask for lenses again. */
  boolean refreshesLenses() {
    return is(
        in(ClientCapabilities::getWorkspace, w -> w.getCodeLens()).map(l -> l.getRefreshSupport()));
  }

  /** Whether it takes on which files to watch. */
  boolean watchesFiles() {
    return is(
        in(ClientCapabilities::getWorkspace, w -> w.getDidChangeWatchedFiles())
            .map(d -> d.getDynamicRegistration()));
  }
}
