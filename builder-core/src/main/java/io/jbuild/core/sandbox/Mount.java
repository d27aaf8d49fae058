package io.jbuild.core.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Something mounted over the root of a run, in the order given. A mount point that the image lacks
 * is made for the run and leaves no trace in the layer.
 */
public sealed interface Mount {
  /** Absolute path in the image; links in it are followed as inside of the image. */
  String target();

  /**
   * A file or folder of the machine, or a part of a folder. Mounts below it come along.
   *
   * @param subpath what of the folder is mounted, links in it being followed inside of the folder;
   *     empty: the source itself, file or folder
   */
  record Bind(Path source, String subpath, String target, boolean readOnly) implements Mount {
    public Bind(Path source, String target, boolean readOnly) {
      this(source, "", target, readOnly);
    }
  }

  /**
   * Memory.
   *
   * @param bytes size limit; 0: half of the machine's memory
   * @param mode permission bits of its root
   */
  record Tmpfs(String target, long bytes, int mode, boolean readOnly) implements Mount {}

  /** A file that exists in memory alone: a secret, /etc/resolv.conf, a here-document. */
  record FileContent(String target, byte[] content, int mode, long uid, long gid, boolean readOnly)
      implements Mount {
    public FileContent {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  /**
   * The root of another stage, or a part of it.
   *
   * @param lowers its layers, the topmost first
   * @param subpath what of it is mounted; {@code /} for all
   * @param directory whether that is a directory, or else a file
   * @param changes where writes go; absent: writes are refused
   */
  record Overlay(
      List<Path> lowers,
      String subpath,
      boolean directory,
      String target,
      Optional<Changes> changes)
      implements Mount {
    public Overlay {
      lowers = List.copyOf(lowers);
    }
  }

  /** Empty folders of one file system that take what is written to an {@link Overlay}. */
  record Changes(Path upper, Path work) {}
}
