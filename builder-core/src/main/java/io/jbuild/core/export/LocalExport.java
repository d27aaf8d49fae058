package io.jbuild.core.export;

import java.io.IOException;
import java.nio.file.Path;

public final class LocalExport implements Exporter {
  private final Path folder;

  public LocalExport(Path folder) {
    this.folder = folder;
  }

  @Override
  public void export(Export export) throws IOException {
    throw new UnsupportedOperationException(folder.toString());
  }
}
