package io.jbuild.core.solve;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.layer.RootfsView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * The upper directory of an overlay. What it is, the command sees as {@code /}: so it gets the
 * mode, owner and time that the root has in the layers below.
 */
public final class UpperDirectory {
  private static final Entry PLAIN_ROOT = Entry.directory("", 0755, 0, 0, Instant.EPOCH);

  private UpperDirectory() {}

  /**
   * Makes {@code upper} in a staged directory.
   *
   * @param ownership under a single id the owner is left alone, as in every tree
   */
  public static Path create(Path staged, RootfsView lower, Ownership ownership) throws IOException {
    Path upper = Files.createDirectory(staged.resolve("upper"));
    Entry root = lower.find("").orElse(PLAIN_ROOT);
    if (ownership == Ownership.MAPPED && (root.uid() != 0 || root.gid() != 0)) {
      Files.setAttribute(upper, "unix:uid", root.uid());
      Files.setAttribute(upper, "unix:gid", root.gid());
    }
    Files.setAttribute(upper, "unix:mode", root.mode());
    Files.setLastModifiedTime(upper, FileTime.from(root.mtime()));
    return upper;
  }
}
