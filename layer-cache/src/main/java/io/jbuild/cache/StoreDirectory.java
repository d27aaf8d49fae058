package io.jbuild.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The directory that holds everything jbuild keeps. While it is open this process holds a shared
 * lease on it, which the kernel ends with the process.
 *
 * <pre>
 * version                  the format, a number
 * lock                     leases
 * images/                  an OCI image layout; blobs/sha256 is the {@link BlobStore}
 * layers/HEX/NAME          {@link LayerFiles}
 * trees/MAPPING/HEX        {@link TreeStore}
 * steps/                   {@link StepCache}
 * contexts/                {@link StatCache}
 * tmp/                     what is being written, one folder a process
 * </pre>
 */
public final class StoreDirectory implements Closeable {
  private final Path root;

  private StoreDirectory(Path root) {
    this.root = root;
  }

  /** What runs while no other process uses the store. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /** Opens a store, making it first where there is none. */
  public static StoreDirectory open(Path root) throws StoreException {
    throw new UnsupportedOperationException();
  }

  public Path root() {
    return root;
  }

  /** The OCI image layout of the store. */
  public Path images() {
    return root.resolve("images");
  }

  public BlobStore blobs() {
    throw new UnsupportedOperationException();
  }

  /** The trees for one id mapping; the key is a file name. */
  public TreeStore trees(String mappingKey) {
    throw new UnsupportedOperationException();
  }

  public LayerFiles layers() {
    throw new UnsupportedOperationException();
  }

  public StepCache steps() {
    throw new UnsupportedOperationException();
  }

  /** The digests known for the files of a context directory. */
  public StatCache statCache(Path contextDirectory) {
    throw new UnsupportedOperationException();
  }

  /** A fresh directory (mode 0700) that goes when this process ends or dies. */
  public Path newTemporaryDirectory() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The path of a file that does not exist yet, on the filesystem of the store. */
  public Path newTemporaryFile() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs the action while no other process has the store open; those that come wait for its end.
   *
   * @return false, having run nothing, when another process, or another opening in this one, holds
   *     a lease
   */
  public boolean tryExclusive(Action action) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
