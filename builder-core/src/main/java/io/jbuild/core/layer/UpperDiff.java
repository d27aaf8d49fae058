package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** What a RUN changed: the upper directory of an overlay, written as a layer. */
public final class UpperDiff {
  private UpperDiff() {}

  /**
   * Adds everything in {@code upper} to the writer; {@code finish} is left to the caller.
   *
   * @param lower what the overlay's lower directories held, merged
   * @param xattrs extended attributes by path, as read inside the user namespace
   */
  public static void write(
      Path upper,
      RootfsView lower,
      Map<String, SortedMap<String, byte[]>> xattrs,
      LayerWriter writer)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
