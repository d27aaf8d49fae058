package io.jbuild.cli.lsp;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The folders that the editor has open. */
final class Workspaces {
  private final List<Path> folders = new CopyOnWriteArrayList<>();

  void add(String uri) {
    TextDocument.path(uri).map(Path::normalize).ifPresent(folders::add);
  }

  void remove(String uri) {
    TextDocument.path(uri).map(Path::normalize).ifPresent(folders::remove);
  }

  /** The innermost folder that a file lies in, or else the folder that it lies in itself. */
  Optional<Path> folderOf(Optional<Path> file) {
    return file.flatMap(
        path ->
            folders.stream()
                .filter(path.normalize()::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount))
                .or(() -> Optional.ofNullable(path.getParent())));
  }
}
