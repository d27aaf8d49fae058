package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Keeps the last of a disk free while archives are unpacked to it, so that a large one ends itself
 * and not what else runs on the machine. Not thread-safe.
 */
public final class DiskRoom {
  private static final long RESERVE = 256L << 20;

  /** Asking costs a system call: small archives never ask. */
  private static final long STEP = 64L << 20;

  /** What an entry takes besides its bytes, about. */
  private static final long PER_ENTRY = 4096;

  private final Path folder;
  private final LongSupplier usable;
  private final long reserve;
  private long unasked;

  /**
   * @param folder an existing one on the disk
   */
  public DiskRoom(Path folder) {
    this(
        folder,
        () -> folder.toFile().getUsableSpace(),
        Math.min(RESERVE, folder.toFile().getTotalSpace() / 100));
  }

  DiskRoom(Path folder, LongSupplier usable, long reserve) {
    this.folder = folder;
    this.usable = usable;
    this.reserve = reserve;
  }

  /** One more entry. */
  public void entry() throws IOException {
    bytes(PER_ENTRY);
  }

  /**
   * Bytes that are about to be written; after the first of them it is too late to ask.
   *
   * @throws FileSystemException when the disk would be as good as full
   */
  public void bytes(long count) throws IOException {
    unasked += count;
    if (unasked < STEP) {
      return;
    }
    unasked = 0;
    if (usable.getAsLong() - count < reserve) {
      throw new FileSystemException(
          folder.toString(),
          null,
          "No space left on device but the last %d MiB, which unpacking leaves alone"
              .formatted(reserve >> 20));
    }
  }
}
