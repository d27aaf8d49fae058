package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * The room that files take: sizes in whole blocks, files with several links once. That is what
 * {@code du} counts on the common file systems, but for files with holes.
 */
final class DiskUse {
  private final long block;

  DiskUse(Path root) {
    long size;
    try {
      size = Files.getFileStore(root).getBlockSize();
    } catch (IOException | UnsupportedOperationException e) {
      size = 4096;
    }
    this.block = Math.max(1, size);
  }

  /** Of one file or directory, without what is in it; 0 if it is gone. */
  long of(Path file) throws IOException {
    try {
      return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Short links lie in the inode, and special files hold nothing. */
  long of(BasicFileAttributes attributes) {
    return attributes.isRegularFile() || attributes.isDirectory()
        ? (attributes.size() + block - 1) / block * block
        : 0;
  }

  /** Of a file, or a directory with all that is in it. */
  long ofTree(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    var walk = new Walk();
    Files.walkFileTree(tree, walk);
    return walk.bytes;
  }

  /** Of a whole store, where trees that were measured before are not walked again. */
  long ofStore(Path root) throws IOException {
    var walk = new Walk();
    walk.trees = root.resolve("trees");
    Files.walkFileTree(root, walk);
    return walk.bytes;
  }

  /** What {@link TreeStore#SIZE} says of a tree; -1 where nobody has measured it. */
  static long measured(Path tree) throws IOException {
    try {
      Path memo = tree.resolveSibling(tree.getFileName() + TreeStore.SIZE);
      return Long.parseLong(Files.readString(memo, StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      return -1;
    }
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private Path trees;
    private final Set<Object> seen = new HashSet<>();
    private long bytes;

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (trees != null && trees.equals(directory.getParent().getParent())) {
        long measured = measured(directory);
        bytes += Math.max(0, measured);
        if (measured >= 0) {
          return FileVisitResult.SKIP_SUBTREE;
        }
      }
      bytes += of(attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.size() > 0 && seen.add(attributes.fileKey())) {
        bytes += of(attributes);
      }
      return FileVisitResult.CONTINUE;
    }

    /** What cannot be read or is gone by now does not count. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
