package io.jbuild.core.context;

import com.google.common.io.ByteStreams;
import com.google.common.math.LongMath;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.DiskRoom;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.UnpackBounds;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of archives, one after the other in a temporary file: a tar can be read only forward,
 * and a layer wants its files in the order of their paths.
 */
final class ArchiveSpool implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path temporary;
  private final DiskRoom room;
  private final long mostBytes;
  private final int mostFiles;
  private int files;
  private Path file;
  private OutputStream out;
  private long length;

  /**
   * For the archives of one instruction, which together may come to what one may.
   *
   * @param temporary an existing folder
   */
  ArchiveSpool(Path temporary, UnpackBounds bounds) {
    this(temporary, bounds.bytes(), bounds.entries());
  }

  ArchiveSpool(Path temporary, long mostBytes, int mostFiles) {
    this.temporary = temporary;
    this.room = new DiskRoom(temporary);
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /** Bytes in the spool. */
  record Slice(long offset, long length) {}

  Slice add(InputStream content) throws IOException {
    if (out == null) {
      file = Files.createTempFile(temporary, "add-", ".spool");
      out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 17);
    }
    long offset = length;
    byte[] buffer = new byte[BUFFER];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      out.write(buffer, 0, n);
      length += n;
      checkBytes(length);
    }
    return new Slice(offset, length - offset);
  }

  /**
   * Counts an entry of an archive.
   *
   * @throws LayerException when there are too many, or too many bytes are to come
   * @throws IOException when the disk has no room for them
   */
  void count(long size) throws IOException {
    if (++files > mostFiles) {
      throw new LayerException("it holds more than " + mostFiles + " files");
    }
    checkBytes(LongMath.saturatedAdd(length, size));
    room.bytes(size);
  }

  private void checkBytes(long bytes) throws LayerException {
    if (bytes > mostBytes) {
      throw UnpackBounds.exceeded(
          "what the instruction unpacks comes to more than " + mostBytes + " bytes");
    }
  }

  /** After the last file: what was added can be read from here on. */
  void finish() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  ContentSource source(Slice slice) {
    return () ->
        ByteStreams.limit(
            Channels.newInputStream(Files.newByteChannel(file).position(slice.offset())),
            slice.length());
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      Files.deleteIfExists(file);
    }
  }
}
