package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Small files kept beside a diffID, such as the layer index. */
public final class LayerFiles {
  private final Path directory;

  LayerFiles(Path directory) {
    this.directory = directory;
  }

  /** The file's bytes, or nothing when there is no such file. */
  public Optional<byte[]> read(Digest diffId, String name) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Writes the file, replacing an earlier one atomically. */
  public void write(Digest diffId, String name, byte[] bytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Deletes all files of a layer; whether there were any. */
  public boolean delete(Digest diffId) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** All layers that have files, in no order. */
  public List<Digest> list() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
