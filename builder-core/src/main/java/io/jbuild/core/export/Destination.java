package io.jbuild.core.export;

import io.jbuild.cache.DiskFailure;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** One file to be written whole or not at all, or a stream. */
public final class Destination {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final OutputStream stream;

  private Destination(Path file, OutputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /** A file, which is replaced by a rename once all is written; a device or pipe is written to. */
  public static Destination file(Path file) {
    return new Destination(file, null);
  }

  /** A stream, flushed but not closed. */
  public static Destination stream(OutputStream stream) {
    return new Destination(null, stream);
  }

  /** Writes bytes. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(Content content) throws IOException {
    if (stream != null) {
      writeTo(new Outlet(stream), content);
      return;
    }
    if (Files.isDirectory(file)) {
      throw new ExportException("`dest` `" + file + "` is a folder; name a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        writeTo(out, content);
      }
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (!Files.isDirectory(target.getParent())) {
      throw new ExportException(
          "`dest` `" + file + "`: there is no folder `" + target.getParent() + "`; make it first");
    }
    replace(target, content);
  }

  private static void replace(Path target, Content content) throws IOException {
    Path temporary = temporary(target);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeTo(Channels.newOutputStream(channel), content);
        channel.force(true);
      }
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(target);
        Files.setPosixFilePermissions(temporary, mode);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (ExportException e) {
      throw e;
    } catch (FileSystemException e) {
      String reason = e instanceof AccessDeniedException ? "permission denied" : e.getReason();
      throw temporary.toString().equals(e.getFile()) ? unwritten(target, reason, e) : e;
    } catch (IOException e) {
      throw DiskFailure.ofEnvironment(e) ? unwritten(target, DiskFailure.message(e), e) : e;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A stream whose own failures are told apart from those of what is written to it. */
  private static final class Outlet extends FilterOutputStream {
    Outlet(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw new ExportException(
            "standard output cannot be written: " + DiskFailure.message(e), e);
      }
    }
  }

  private static ExportException unwritten(Path target, String reason, IOException cause) {
    String why = reason == null ? DiskFailure.message(cause) : reason.toLowerCase(Locale.ROOT);
    return new ExportException("`" + target + "` cannot be written: " + why, cause);
  }

  private static void writeTo(OutputStream out, Content content) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER);
    content.writeTo(buffered);
    buffered.flush();
  }

  /** A path beside the target that nobody else uses. */
  static Path temporary(Path target) {
    byte[] random = new byte[6];
    ThreadLocalRandom.current().nextBytes(random);
    return target.resolveSibling(
        "." + target.getFileName() + ".jbuild-" + HexFormat.of().formatHex(random));
  }
}
