package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The merged layers of a root filesystem, read from their indexes; hardlinks show as regular files.
 * Thread-safe.
 */
public final class RootfsView implements FileTree {
  /** Gives the unpacked tree of a layer, unpacking it if need be. */
  @FunctionalInterface
  public interface LayerTrees {
    /**
     * @param layer position in the list of layers, 0 the lowest
     */
    Path tree(int layer) throws IOException;
  }

  /**
   * @param layers the lowest first
   */
  public RootfsView(List<LayerIndex> layers, LayerTrees trees) {
    layers.getClass();
    trees.getClass();
  }

  @Override
  public Optional<Entry> find(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Entry> list(String directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Digest content(Entry file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The path that {@code path} (absolute, or relative to the root) leads to, symlinks followed as
   * under chroot: never out of the root. Parts that do not exist stay as they are.
   *
   * @param followLast whether a symlink in the last place is followed, too
   * @throws LayerException when symlinks go round in a circle
   */
  public String resolve(String path, boolean followLast) throws LayerException {
    throw new UnsupportedOperationException();
  }
}
