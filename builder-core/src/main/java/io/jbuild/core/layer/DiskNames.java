package io.jbuild.core.layer;

import java.nio.file.Path;

/** File names on disk as the text of {@link PathBytes}, whatever bytes they are, and back. */
public final class DiskNames {
  private DiskNames() {}

  /** The text of the last part of a path. */
  public static String name(Path path) {
    throw new UnsupportedOperationException();
  }

  /** The text of a whole path, as it stands; for the target of a symlink. */
  public static String text(Path path) {
    throw new UnsupportedOperationException();
  }

  /** The file at a path of {@link Entry} below {@code root}. */
  public static Path resolve(Path root, String path) {
    throw new UnsupportedOperationException();
  }
}
