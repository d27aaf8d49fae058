package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directories that layers of a root filesystem have files in without listing them. In the tree
 * of such a layer they are 0755 of root, and an overlay shows a directory as its uppermost tree has
 * it; so a tree of nothing but these directories, each as the layers below have it, goes on top.
 * Their extended attributes are left out.
 */
public final class ImpliedDirectories {
  private ImpliedDirectories() {}

  /**
   * Makes the tree.
   *
   * @param tree where nothing lies yet
   * @return the tree; nothing when the root filesystem needs none
   */
  public static Optional<Path> make(Path tree, RootfsView rootfs, Ownership ownership)
      throws IOException {
    List<Entry> directories = rootfs.impliedDirectories();
    if (directories.isEmpty()) {
      return Optional.empty();
    }
    Files.createDirectory(tree);
    for (Entry directory : directories) {
      Files.createDirectory(DiskNames.resolve(tree, directory.path()));
    }
    var metadata = new FileMetadata(ownership);
    for (Entry directory : directories.reversed()) {
      metadata.set(DiskNames.resolve(tree, directory.path()), directory);
    }
    return Optional.of(tree);
  }
}
