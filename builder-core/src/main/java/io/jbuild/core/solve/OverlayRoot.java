package io.jbuild.core.solve;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.ImpliedDirectories;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.sandbox.RootLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories whose overlay is the root of a run, on top of the unpacked trees of a root
 * filesystem.
 */
public final class OverlayRoot {
  private static final Entry PLAIN_ROOT = Entry.directory("", 0755, 0, 0, Instant.EPOCH);

  private OverlayRoot() {}

  /**
   * Unpacks what is not, and makes the upper and work directories in a staged one.
   *
   * @param lower the merged files of the root filesystem
   */
  public static RootLayers prepare(Path staged, Rootfs rootfs, RootfsView lower, Layers layers)
      throws IOException {
    List<Path> lowers = new ArrayList<>();
    ImpliedDirectories.make(staged.resolve("implied"), lower, layers.ownership())
        .ifPresent(lowers::add);
    lowers.addAll(layers.trees(rootfs).reversed());
    Path upper = upper(staged, lower, layers.ownership());
    return new RootLayers(lowers, upper, Files.createDirectory(staged.resolve("work")));
  }

  /**
   * What the upper directory is, the command sees as {@code /}: so it gets the mode, owner and time
   * that the root has in the layers below. Under a single id the owner is left alone, as in every
   * tree.
   */
  private static Path upper(Path staged, RootfsView lower, Ownership ownership) throws IOException {
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
