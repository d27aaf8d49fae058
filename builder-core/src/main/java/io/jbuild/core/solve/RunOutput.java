package io.jbuild.core.solve;

import io.jbuild.cache.StepLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the output of a command goes: to whoever shows the build, whole into a log, and its end
 * into memory for the report of a failure. One thread writes.
 */
final class RunOutput implements Closeable {
  private static final int KEPT = 16 * 1024;

  private final StepProgress progress;
  private final StepLog log;
  private final Optional<SecretGuard> guard;
  private byte[] end = new byte[0];

  /**
   * Nothing yet.
   *
   * @param guard takes secrets out before anyone sees them
   */
  RunOutput(StepProgress progress, StepLog log, Optional<SecretGuard> guard) {
    this.progress = progress;
    this.log = log;
    this.guard = guard;
  }

  void accept(byte[] bytes) {
    pass(guard.isPresent() ? guard.get().shown(bytes) : bytes);
  }

  private void pass(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    log.write(bytes);
    keepEnd(bytes);
    progress.output(bytes);
  }

  private void keepEnd(byte[] bytes) {
    int kept = Math.min(end.length, Math.max(0, KEPT - bytes.length));
    int fresh = Math.min(bytes.length, KEPT);
    byte[] joined =
        Arrays.copyOf(Arrays.copyOfRange(end, end.length - kept, end.length), kept + fresh);
    System.arraycopy(bytes, bytes.length - fresh, joined, kept, fresh);
    end = joined;
  }

  /** The last of it, up to 16 KiB. */
  byte[] end() {
    return end.clone();
  }

  /** The file that has all of it; none if the command has said nothing. */
  Optional<Path> log() {
    return log.file();
  }

  @Override
  public void close() throws IOException {
    guard.ifPresent(secrets -> pass(secrets.endOfOutput()));
    log.close();
  }
}
