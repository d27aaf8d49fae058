package io.jbuild.core.export;

import io.jbuild.cache.TreeRemover;
import io.jbuild.core.layer.DiskNames;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.progress.BuildEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;

/**
 * {@code type=local}: the merged files of the image in a folder, owned by whoever runs jbuild, with
 * their permissions (but no setuid and setgid, which would lend that user's rights) and times. What
 * else is in the folder stays. Devices, pipes and sockets cannot be made by a user: they are left
 * out with a warning.
 *
 * <p>Nothing is ever written through a symlink inside the folder: where one stands in place of a
 * directory, the export is refused. Each file appears whole, by a rename; a folder that did not
 * exist appears at the end, whole.
 */
public final class LocalExport implements Exporter {
  private final Path folder;

  public LocalExport(Path folder) {
    this.folder = folder;
  }

  @Override
  public void export(Export export) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ExportException("`dest` `" + folder + "` is no folder; name one");
    }
    FileTree files = export.rootfs().open();
    var run = new Run(files, export);
    if (Files.exists(folder)) {
      run.fill("", folder.toRealPath());
    } else {
      Path target = folder.toAbsolutePath().normalize();
      Files.createDirectories(target.getParent());
      Path temporary = Files.createDirectory(Destination.temporary(target));
      try {
        run.fill("", temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        TreeRemover.walking().remove(temporary);
        throw e;
      }
    }
    run.finish();
  }

  private static final class Run {
    private final FileTree files;
    private final Export export;
    private final FileProgress progress;
    private int special;

    Run(FileTree files, Export export) {
      this.files = files;
      this.export = export;
      this.progress = new FileProgress("export files", export.listener());
    }

    void fill(String path, Path root) throws IOException {
      for (Entry entry : files.list(path)) {
        Path target = DiskNames.resolve(root, entry.path());
        switch (entry.type()) {
          case DIRECTORY -> directory(entry, target, root);
          case FILE -> file(entry, target);
          case SYMLINK -> symlink(entry, target);
          default -> special++;
        }
      }
    }

    private void directory(Entry entry, Path target, Path root) throws IOException {
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
      fill(entry.path(), root);
      mode(target, entry.mode() & 01777);
      time(target, entry);
    }

    private void file(Entry entry, Path target) throws IOException {
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

    void finish() {
      if (special > 0) {
        export
            .listener()
            .on(
                new BuildEvent.Warning(
                    special
                        + " devices, pipes or sockets of the image were left out: a user cannot"
                        + " make them; `type=tar` has them"));
      }
      progress.finish();
    }
  }
}
