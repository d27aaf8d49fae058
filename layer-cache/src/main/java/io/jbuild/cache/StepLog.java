package io.jbuild.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The output of one run, in a file as it comes, so that what a killed process has said is there
 * too. A log that cannot be written (the disk is full) ends; it never ends the step. Not
 * thread-safe.
 */
public final class StepLog implements Closeable {
  private final Path file;
  private final long most;
  private OutputStream out;
  private long written;
  private boolean ended;

  StepLog(Path file, long most) {
    this.file = file;
    this.most = most;
  }

  /** Adds what the command wrote. */
  public void write(byte[] bytes) {
    if (ended || bytes.length == 0) {
      return;
    }
    try {
      if (out == null) {
        Files.createDirectories(file.getParent());
        out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      }
      int fits = (int) Math.min(bytes.length, most - written);
      out.write(bytes, 0, fits);
      written += fits;
      if (fits < bytes.length) {
        out.write(StepLogs.cutOff(most));
        ended = true;
      }
    } catch (IOException e) {
      ended = true;
    }
  }

  /** The file, if the command has written anything. */
  public Optional<Path> file() {
    return out == null ? Optional.empty() : Optional.of(file);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
