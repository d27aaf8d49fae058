package io.jbuild.core.export;

import io.jbuild.cache.TreeRemover;
import io.jbuild.core.layer.DiskNames;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;

/**
 * Writes files of a tree for the user who runs jbuild, never through a symlink inside of what it
 * writes to.
 */
final class LocalFiles {
  private final FileTree files;
  private final String leftOut;
  private final BuildListener listener;
  private final FileProgress progress;
  private int special;

  /**
   * Nothing is written yet.
   *
   * @param what is done, for who watches
   * @param leftOut the warning of devices, pipes and sockets, behind their number and kind
   */
  LocalFiles(FileTree files, String what, String leftOut, BuildListener listener) {
    this.files = files;
    this.leftOut = leftOut;
    this.listener = listener;
    this.progress = new FileProgress(what, listener);
  }

  /**
   * Writes what stands in a directory into a folder. One that did not exist appears at the end,
   * whole; in another each file does.
   */
  void export(String path, Path folder) throws IOException {
    if (Files.exists(folder)) {
      fill(path, folder.toRealPath());
      return;
    }
    Path target = folder.toAbsolutePath().normalize();
    Files.createDirectories(target.getParent());
    Path temporary = Files.createDirectory(Destination.temporary(target));
    try {
      fill(path, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      TreeRemover.walking().remove(temporary);
      throw e;
    }
  }

  private void fill(String path, Path folder) throws IOException {
    for (Entry entry : files.list(path)) {
      Path target = DiskNames.resolve(folder, entry.name());
      switch (entry.type()) {
        case DIRECTORY -> directory(entry, target);
        case FILE -> file(entry, target);
        case SYMLINK -> symlink(entry, target);
        default -> special++;
      }
    }
  }

  private void directory(Entry entry, Path target) throws IOException {
    if (Files.isSymbolicLink(target)) {
      throw new ExportException(
          "`"
              + target
              + "` is a symlink where the image has a directory; nothing is written through it:"
              + " take it away, or choose another `dest`");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(target)) {
      throw new ExportException(
          "`" + target + "` is a file where the image has a directory; take it away");
    }
    if (!Files.isDirectory(target)) {
      Files.createDirectory(target);
    }
    mode(target, 0700);
    fill(entry.path(), target);
    mode(target, entry.mode() & 01777);
    time(target, entry);
  }

  /** Writes one file, which appears by a rename. */
  void file(Entry entry, Path target) throws IOException {
    refuseDirectory(target);
    Path temporary = Destination.temporary(target);
    try {
      try (InputStream in = files.open(entry)) {
        Files.copy(in, temporary);
      }
      mode(temporary, entry.mode() & 01777);
      time(temporary, entry);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    progress.add(entry.size());
  }

  private void symlink(Entry entry, Path target) throws IOException {
    refuseDirectory(target);
    Path temporary = Destination.temporary(target);
    try {
      Files.createSymbolicLink(temporary, DiskNames.relative(entry.linkTarget()));
      time(temporary, entry);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void refuseDirectory(Path target) throws ExportException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ExportException(
          "`" + target + "` is a folder where the image has a file; take it away");
    }
  }

  private static void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
  }

  private static void time(Path path, Entry entry) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(entry.mtime()), null, null);
  }

  /** Ends with a warning of what could not be written. */
  void finish() {
    if (special > 0) {
      listener.on(new BuildEvent.Warning(special + " devices, pipes or sockets " + leftOut));
    }
    progress.finish();
  }
}
