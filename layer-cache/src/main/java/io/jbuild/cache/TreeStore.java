package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Unpacked layers by diffID for one id mapping: the lower directories of overlay mounts. */
public final class TreeStore {
  private final Path directory;

  TreeStore(Path directory) {
    this.directory = directory;
  }

  public Optional<Path> find(Digest diffId) {
    throw new UnsupportedOperationException();
  }

  /** Where the tree lies or would lie. */
  public Path path(Digest diffId) {
    return directory.resolve(diffId.hex());
  }

  /**
   * A fresh directory (mode 0755) on the same filesystem. Make {@code upper} and {@code work} in it
   * for an overlay, or unpack into a child. It is deleted with {@link #discard}, or by a later
   * process if this one dies.
   */
  public Path stage() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes a staged directory, or one inside it, the tree of this layer, atomically. When another
   * process was first, its tree stays and the staged one is deleted.
   *
   * @return where the tree lies
   */
  public Path adopt(Path staged, Digest diffId) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Deletes what {@link #stage} made, or what is left of it. */
  public void discard(Path staged) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Whether it was there. The tree is gone for {@link #find} before the deletion begins. */
  public boolean delete(Digest diffId, TreeRemover remover) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** All trees, in no order. */
  public List<Digest> list() throws IOException {
    throw new UnsupportedOperationException();
  }
}
