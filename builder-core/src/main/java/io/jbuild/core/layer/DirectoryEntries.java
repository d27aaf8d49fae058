package io.jbuild.core.layer;

import io.jbuild.cache.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of a directory on disk as entries. No symlink is followed. */
public final class DirectoryEntries {
  private DirectoryEntries() {}

  /**
   * A file on disk.
   *
   * @param entry its content digest is not set, its owner that which this process sees; a character
   *     device 0:0 is a whiteout; a further name of a file is a file
   * @param links how many names it has
   */
  public record OnDisk(Entry entry, Path path, FileStat stat, int links) {}

  /** The file at {@code path}, its entry having the path {@code as}. */
  public static OnDisk read(Path path, String as) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The files right in a directory, sorted by the bytes of their names; sockets are left out. */
  public static List<OnDisk> list(Path directory, String as) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** All files below a directory, without itself, sorted by the bytes of their paths. */
  public static List<OnDisk> walk(Path root) throws IOException {
    throw new UnsupportedOperationException();
  }
}
