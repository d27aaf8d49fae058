package io.jbuild.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An image as a folder. Paths that its documents name never lead out of it; a symlink in it may, as
 * build tools make their layouts: what it leads to counts only with the digest that is asked for.
 */
final class FolderFiles implements ArchiveFiles {
  private final Path folder;

  FolderFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public boolean has(String path) {
    return Files.isRegularFile(at(path));
  }

  @Override
  public InputStream open(String path) throws IOException {
    if (!has(path)) {
      throw new NoSuchFileException(path);
    }
    return Files.newInputStream(at(path));
  }

  private Path at(String path) {
    return folder.resolve(ArchiveFiles.clean(path));
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
