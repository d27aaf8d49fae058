package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;

/** Gives files of a tree the owner, mode and times of their entries. No symlink is followed. */
final class FileMetadata {
  private final Ownership ownership;

  FileMetadata(Ownership ownership) {
    this.ownership = ownership;
  }

  /** Owner, mode and times, as far as the ownership lets them. */
  void set(Path path, Entry entry) throws IOException {
    setOwnerAndMode(path, entry);
    var time = FileTime.from(entry.mtime());
    // With no access time given the library would read the old one first.
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, time, null);
  }

  void setOwnerAndMode(Path path, Entry entry) throws IOException {
    boolean owned = entry.uid() == 0 && entry.gid() == 0;
    if (!owned && ownership == Ownership.MAPPED) {
      setOwner(path, entry);
    }
    if (entry.type() != EntryType.SYMLINK) {
      Files.setAttribute(path, "unix:mode", mode(entry));
    }
  }

  private int mode(Entry entry) {
    int dropped = 0;
    if (ownership == Ownership.SINGLE) {
      dropped = (entry.uid() == 0 ? 0 : 04000) | (entry.gid() == 0 ? 0 : 02000);
    }
    return entry.mode() & ~dropped;
  }

  private static void setOwner(Path path, Entry entry) throws IOException {
    try {
      Files.setAttribute(path, "unix:gid", entry.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", entry.uid(), LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      if (e.getReason() != null && e.getReason().contains("Invalid argument")) {
        throw new LayerException(
            "`"
                + Names.shown(entry.path())
                + "` belongs to "
                + Integer.toUnsignedString(entry.uid())
                + ":"
                + Integer.toUnsignedString(entry.gid())
                + ", outside of the id map; give this user a larger range in /etc/subuid and"
                + " /etc/subgid",
            e);
      }
      throw e;
    }
  }
}
