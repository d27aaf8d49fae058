package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Small files kept beside a diffID, such as the layer index. They are not synced to disk: a reader
 * must be able to tell a damaged one, and do without.
 */
public final class LayerFiles {
  private final Path directory;
  private final TemporaryFiles temporary;

  LayerFiles(Path directory, TemporaryFiles temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /** The file's bytes, or nothing when there is no such file. */
  public Optional<byte[]> read(Digest diffId, String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path(diffId, name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes the file, replacing an earlier one atomically. */
  public void write(Digest diffId, String name, byte[] bytes) throws IOException {
    temporary.write(path(diffId, name), bytes);
  }

  /** Deletes all files of a layer; whether there were any. */
  public boolean delete(Digest diffId) throws IOException {
    Path folder = directory.resolve(diffId.hex());
    boolean there = Files.isDirectory(folder);
    TreeRemover.walking().remove(folder);
    return there;
  }

  /** All layers that have files, in no order. */
  public List<Digest> list() throws IOException {
    return BlobStore.digests(directory);
  }

  private Path path(Digest diffId, String name) {
    return directory.resolve(diffId.hex()).resolve(name);
  }
}
