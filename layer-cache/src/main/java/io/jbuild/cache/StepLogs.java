package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The complete output of the commands of steps, one file a run. The newest 500 are kept, none
 * longer than 14 days; a log of more than 256 MiB is cut off with a line that says so.
 */
public final class StepLogs {
  private static final int MOST_FILES = 500;
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final long MOST_BYTES = 256L << 20;
  private static final String SUFFIX = ".log";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path folder;
  private final long mostBytes;

  StepLogs(Path folder) {
    this(folder, MOST_BYTES);
  }

  StepLogs(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * A log that becomes a file with its first byte. The first one of a process deletes, beside other
   * work, what is too old or too much.
   */
  public StepLog newLog() {
    int number = COUNT.incrementAndGet();
    if (number == 1) {
      Thread.ofVirtual().start(() -> prune(MOST_FILES, Instant.now().minus(OLDEST)));
    }
    String name =
        Stamp.FORM.format(Instant.now())
            + "-"
            + ProcessHandle.current().pid()
            + "-"
            + number
            + SUFFIX;
    return new StepLog(folder.resolve(name), mostBytes);
  }

  /** Deletes all but the newest, and what was written to last before a time. */
  void prune(int most, Instant oldest) {
    List<Path> logs = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      files.forEach(logs::add);
      logs.sort(Comparator.reverseOrder());
      for (int i = 0; i < logs.size(); i++) {
        if (i >= most || Files.getLastModifiedTime(logs.get(i)).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(logs.get(i));
        }
      }
    } catch (NoSuchFileException e) {
      return; // none yet, or another process was faster
    } catch (IOException e) {
      // Old logs only take room; the next process tries again.
      return;
    }
  }

  static byte[] cutOff(long most) {
    return ("\n[jbuild: more than " + most + " bytes; the rest of this log was left out]\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Apart, since a build that runs nothing never needs it. */
  private static final class Stamp {
    /** Names sort by time. */
    static final DateTimeFormatter FORM =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);
  }
}
