package io.jbuild.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An OCI layout as a folder. */
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
    return Files.isRegularFile(folder.resolve(path));
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(folder.resolve(path));
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
