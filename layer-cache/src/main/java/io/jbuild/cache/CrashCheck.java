package io.jbuild.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks, once after each start of the machine, at what was written shortly before it stopped: blobs
 * of which the bytes did not all reach the disk are dropped, and unpacked trees, whose files nobody
 * can vouch for. So no build waits for the disk, and none relies on what a loss of power damaged.
 *
 * <p>The kernel writes everything within half a minute or so ({@code dirty_expire_centisecs}); an
 * hour is looked at. When the machine stopped is not known, so it is the hour before the last thing
 * that was made.
 */
final class CrashCheck {
  private static final Duration UNSURE = Duration.ofHours(1);

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String FILE = "boot";
  private static final int BUFFER = 1 << 20;

  private final Path root;
  private final TemporaryFiles temporary;

  private CrashCheck(Path root, TemporaryFiles temporary) {
    this.root = root;
    this.temporary = temporary;
  }

  /** Looks at a store, unless that was done since the machine started. */
  static void run(Path root, TemporaryFiles temporary, Lease lease) throws IOException {
    run(root, temporary, lease, Files.readAllBytes(BOOT_ID), UNSURE);
  }

  /**
   * As {@link #run(Path, TemporaryFiles, Lease)}.
   *
   * @param boot names the start of the machine
   * @param span before the last thing in which all is looked at
   */
  static void run(Path root, TemporaryFiles temporary, Lease lease, byte[] boot, Duration span)
      throws IOException {
    Path file = root.resolve(FILE);
    if (!isOf(boot, file)) {
      lease.alone(
          () -> {
            if (!isOf(boot, file)) {
              new CrashCheck(root, temporary).dropDamaged(span);
              temporary.write(file, boot);
            }
            return true;
          });
    }
  }

  private static boolean isOf(byte[] boot, Path file) throws IOException {
    try {
      return Arrays.equals(Files.readAllBytes(file), boot);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void dropDamaged(Duration span) throws IOException {
    Map<Path, Instant> blobs = new HashMap<>();
    Map<Path, Instant> trees = new HashMap<>();
    addTo(blobs, root.resolve("images/blobs/sha256"));
    try (var mappings = Files.newDirectoryStream(root.resolve("trees"))) {
      for (Path mapping : mappings) {
        addTo(trees, mapping);
      }
    }
    Instant last = latest(latest(Instant.MIN, blobs), trees);
    Instant unsure = last == Instant.MIN ? last : last.minus(span);
    for (Path blob : madeSince(unsure, blobs)) {
      if (!blob.getFileName().toString().equals(sha256(blob).hex())) {
        Files.deleteIfExists(blob);
      }
    }
    for (Path file : madeSince(unsure, trees)) {
      drop(file);
    }
  }

  /** When the files of a directory were made, whenever they were used since. */
  private static void addTo(Map<Path, Instant> made, Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        made.put(
            file,
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .creationTime()
                .toInstant());
      }
    }
  }

  private static Instant latest(Instant known, Map<Path, Instant> made) {
    return made.values().stream().max(Instant::compareTo).filter(known::isBefore).orElse(known);
  }

  private static List<Path> madeSince(Instant time, Map<Path, Instant> made) {
    return made.keySet().stream().filter(file -> !made.get(file).isBefore(time)).toList();
  }

  private static Digest sha256(Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    return Digest.finish(sha256);
  }

  /**
   * Moves a tree into the folder of this process, which is deleted at its end: files of other users
   * are in it. What stands beside a tree tells when that was complete.
   */
  private void drop(Path file) throws IOException {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    if (dot > 0) {
      Files.deleteIfExists(file);
    }
    try {
      Path tree = dot > 0 ? file.resolveSibling(name.substring(0, dot)) : file;
      Files.move(tree, temporary.next("tree"), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // What stands beside it was met first.
    }
  }
}
