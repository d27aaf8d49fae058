package io.jbuild.cli.lsp;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** The files that the editor has open, each at its last version. */
final class OpenDocuments {
  private final Map<String, TextDocument> byUri = new ConcurrentHashMap<>();

  TextDocument open(String uri, int version, String text) {
    var document = new TextDocument(uri, version, text);
    byUri.put(uri, document);
    return document;
  }

  /**
   * Applies changes; those of a version that is not newer come too late, and nothing is changed.
   *
   * @param version of the document after them, or null where the editor counts none
   */
  Optional<TextDocument> change(
      String uri, Integer version, List<TextDocumentContentChangeEvent> changes) {
    TextDocument before = byUri.get(uri);
    if (before == null || (version != null && version <= before.version())) {
      return Optional.empty();
    }
    TextDocument after = before.changed(version == null ? before.version() + 1 : version, changes);
    byUri.put(uri, after);
    return Optional.of(after);
  }

  void close(String uri) {
    byUri.remove(uri);
  }

  Optional<TextDocument> find(String uri) {
    return Optional.ofNullable(byUri.get(uri));
  }

  /** Whether a document is still what the editor shows. */
  boolean isCurrent(TextDocument document) {
    return byUri.get(document.uri()) == document;
  }

  Collection<TextDocument> all() {
    return byUri.values();
  }
}
