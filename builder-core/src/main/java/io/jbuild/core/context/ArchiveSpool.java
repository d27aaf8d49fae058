package io.jbuild.core.context;

import com.google.common.io.ByteStreams;
import io.jbuild.core.layer.ContentSource;
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
  private final Path temporary;
  private Path file;
  private OutputStream out;
  private long length;

  /**
   * @param temporary an existing folder
   */
  ArchiveSpool(Path temporary) {
    this.temporary = temporary;
  }

  /** Bytes in the spool. */
  record Slice(long offset, long length) {}

  Slice add(InputStream content) throws IOException {
    if (out == null) {
      file = Files.createTempFile(temporary, "add-", ".spool");
      out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 17);
    }
    long offset = length;
    length += content.transferTo(out);
    return new Slice(offset, length - offset);
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
