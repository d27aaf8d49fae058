package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Small files kept under a digest, such as the index of a layer under its diffID. They are not
 * synced to disk: a reader must be able to tell a damaged one, and do without.
 */
public final class DigestFiles {
  private final Path directory;
  private final TemporaryFiles temporary;
  private final Uses uses;

  DigestFiles(Path directory, TemporaryFiles temporary, Uses uses) {
    this.directory = directory;
    this.temporary = temporary;
    this.uses = uses;
  }

  /** The file's bytes, or nothing when there is no such file. */
  public Optional<byte[]> read(Digest of, String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path(of, name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether there is such a file; if so it stays, with what was kept for it, for as long as this
   * process has the store open.
   */
  public boolean claim(Digest of, String name) throws IOException {
    return uses.mark(path(of, name));
  }

  /** Writes the file, replacing an earlier one atomically. */
  public void write(Digest of, String name, byte[] bytes) throws IOException {
    temporary.write(path(of, name), bytes);
  }

  /** Deletes all files under a digest; whether there were any. */
  public boolean delete(Digest of) throws IOException {
    Path folder = directory.resolve(of.hex());
    boolean there = Files.isDirectory(folder);
    TreeRemover.walking().remove(folder);
    return there;
  }

  /** All digests that have files, in no order. */
  public List<Digest> list() throws IOException {
    return BlobStore.digests(directory);
  }

  /** Where the files under a digest lie or would lie. */
  public Path folder(Digest of) {
    return directory.resolve(of.hex());
  }

  private Path path(Digest of, String name) {
    return directory.resolve(of.hex()).resolve(name);
  }
}
