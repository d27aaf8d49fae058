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
import java.util.Optional;
import java.util.stream.Stream;

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
    addTo(blobs, root.resolve("images/blobs/sha256"));
    Map<Path, Instant> trees = new HashMap<>();
    try (var mappings = Files.newDirectoryStream(root.resolve("trees"))) {
      for (Path mapping : mappings) {
        addTo(trees, mapping);
      }
    }
    Optional<Instant> last =
        Stream.concat(blobs.values().stream(), trees.values().stream()).max(Instant::compareTo);
    if (last.isPresent()) {
      Instant unsure = last.get().minus(span);
      for (Path blob : madeSince(unsure, blobs)) {
        if (!blob.getFileName().toString().equals(sha256(blob).hex())) {
          Files.deleteIfExists(blob);
        }
      }
      for (Path tree : madeSince(unsure, trees)) {
        drop(tree);
      }
    }
  }

  /**
   * Adds when what lies in a directory was made, by the file that was made last for it. What was
   * changed before it was made was copied here, with its times: another machine, and not the one
   * that stopped, has written it, as where a store is part of what a CI keeps from run to run.
   */
  private static void addTo(Map<Path, Instant> made, Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (file.getFileName().toString().indexOf('.') < 0) {
          Path mark = file.resolveSibling(file.getFileName() + TreeStore.USED);
          boolean marked = Files.exists(mark);
          BasicFileAttributes stat =
              Files.readAttributes(
                  marked ? mark : file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          boolean copied =
              !stat.isDirectory() && stat.lastModifiedTime().compareTo(stat.creationTime()) < 0;
          if (!copied) {
            made.put(file, stat.creationTime().toInstant());
          }
        }
      }
    }
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
   * are in it.
   */
  private void drop(Path tree) throws IOException {
    Files.move(tree, temporary.next("tree"), StandardCopyOption.ATOMIC_MOVE);
    for (String beside : List.of(TreeStore.USED, TreeStore.SIZE)) {
      Files.deleteIfExists(tree.resolveSibling(tree.getFileName() + beside));
    }
  }
}
