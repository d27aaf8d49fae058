package io.jbuild.core.export;

import io.jbuild.core.image.Descriptor;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar around an image archive: the same image gives the same bytes (times 0, owner 0). */
final class ArchiveTar implements Closeable {
  private final TarArchiveOutputStream tar;

  ArchiveTar(OutputStream out) {
    tar = new TarArchiveOutputStream(out, 512, "UTF-8");
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  void directory(String path) throws IOException {
    put(new TarArchiveEntry(path + "/"), 0755);
    tar.closeArchiveEntry();
  }

  void file(String path, byte[] bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(bytes.length);
    put(entry, 0644);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  void blob(Descriptor blob, InputStream content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path(blob));
    entry.setSize(blob.size());
    put(entry, 0644);
    content.transferTo(tar);
    tar.closeArchiveEntry();
  }

  static String path(Descriptor blob) {
    return "blobs/sha256/" + blob.digest().hex();
  }

  private void put(TarArchiveEntry entry, int mode) throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setUserName("");
    entry.setGroupName("");
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
  }

  /** Ends the tar; the stream below stays open. */
  @Override
  public void close() throws IOException {
    tar.finish();
  }
}
