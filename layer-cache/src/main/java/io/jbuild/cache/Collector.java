package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tells what a store holds, and drops what can be dropped: what nothing leads to first, then what
 * can be made again from the rest (trees before blobs), then what costs work, the least recently
 * used first and a step before those that it stands on.
 *
 * <p>It works beside builds: what a living process has used or made, or an image needs, stays. It
 * can be killed at any moment: records go before their blobs, and a record without its blob is
 * none. Files of subordinate ids are deleted by the remover it is given.
 */
public final class Collector {
  /**
   * Times of files come from a clock that is read a few hundred times a second, less in a guest.
   */
  private static final Duration CLOCK_TICK = Duration.ofMillis(100);

  /** Between reading the clock and marking, a process of an opening may wait for long. */
  private static final Duration MARK_DELAY = Duration.ofMinutes(1);

  private final StoreDirectory store;
  private final TemporaryFiles temporary;
  private final Lease lease;
  private final TreeRemover remover;
  private final NeedsSource needs;
  private final Function<StepRecord, String> describe;

  /** Asked for each collection, at a moment from which on nothing may be forgotten. */
  @FunctionalInterface
  public interface NeedsSource {
    Needs get() throws IOException;
  }

  Collector(
      StoreDirectory store,
      TemporaryFiles temporary,
      Lease lease,
      TreeRemover remover,
      NeedsSource needs,
      Function<StepRecord, String> describe) {
    this.store = store;
    this.temporary = temporary;
    this.lease = lease;
    this.remover = remover;
    this.needs = needs;
    this.describe = describe;
  }

  /**
   * What a collection has dropped.
   *
   * @param items with the bytes that became free by each
   * @param used bytes that the store takes now
   * @param met whether that is within the limits, where there are any
   */
  public record Collected(List<StoredItem> items, long used, boolean met) {
    public Collected {
      items = List.copyOf(items);
    }

    public long bytes() {
      return items.stream().mapToLong(StoredItem::bytes).sum();
    }
  }

  /** Everything that the store holds. */
  public List<StoredItem> items() throws IOException {
    Instant bound = bound();
    Inventory inventory = Inventory.of(store, temporary, needs.get(), describe);
    return inventory.holdings().stream().map(h -> item(h, inventory, bound)).toList();
  }

  /** Whether the limits ask for anything at all; found out without reading a record. */
  public boolean isAsked(Limits limits) throws IOException {
    Path root = store.root();
    FileStore disk = Files.getFileStore(root);
    long free = disk.getUsableSpace();
    // No store takes more than all that the disk holds: mostly there is nothing to measure.
    long onDisk = disk.getTotalSpace() - disk.getUnallocatedSpace();
    if (onDisk > 0 && limits.met(onDisk, onDisk, free)) {
      return false;
    }
    long used = new DiskUse(root).ofStore(root);
    // What could be dropped is not known yet, but no more than all of it.
    return !limits.met(used, used, free);
  }

  /**
   * Drops what the limits ask for; waits for another collection to end.
   *
   * @param may what may go at all
   */
  public Collected collect(Predicate<StoredItem> may, Limits limits) throws IOException {
    return lease.collecting(
        () -> {
          Path marker = store.root().resolve(StoreDirectory.COLLECTING);
          Files.write(marker, new byte[0]);
          try {
            return drop(may, limits);
          } finally {
            Files.deleteIfExists(marker);
          }
        });
  }

  private Collected drop(Predicate<StoredItem> may, Limits limits) throws IOException {
    // In this order: who begins from now on marks what he uses, and who ended has told of it.
    Instant bound = bound();
    Inventory inventory = Inventory.of(store, temporary, needs.get(), describe);
    Map<Holding, StoredItem> items = new LinkedHashMap<>();
    inventory.holdings().forEach(h -> items.put(h, item(h, inventory, bound)));
    long used = items.values().stream().mapToLong(StoredItem::bytes).sum();
    long reclaimable =
        items.values().stream().filter(StoredItem::reclaimable).mapToLong(StoredItem::bytes).sum();
    FileStore disk = Files.getFileStore(store.root());
    Instant latest = Instant.now().minus(limits.keep());
    List<StoredItem> dropped = new ArrayList<>();
    for (Holding holding : inOrder(items.keySet())) {
      if (limits.met(used, reclaimable, disk.getUsableSpace())) {
        break;
      }
      StoredItem item = items.get(holding);
      boolean chosen =
          item.reclaimable()
              && !item.lastUsed().isAfter(latest)
              && may.test(item)
              && !(limits.any() && inventory.isOfImages(holding));
      if (chosen && delete(holding, inventory, bound)) {
        long freed = holding.ownBytes;
        for (Digest blob : inventory.release(holding)) {
          freed += inventory.sizeOf(blob);
        }
        used -= freed;
        reclaimable -= freed;
        dropped.add(item.withBytes(freed));
      }
    }
    return new Collected(dropped, used, limits.met(used, reclaimable, disk.getUsableSpace()));
  }

  private static List<Holding> inOrder(Collection<Holding> holdings) {
    List<Holding> result = new ArrayList<>(holdings);
    result.sort(
        Comparator.comparing((Holding h) -> h.kind.loss())
            .thenComparing(h -> h.lastUsed)
            .thenComparing(h -> h.created, Comparator.reverseOrder())
            .thenComparing(h -> h.id));
    return result;
  }

  /** What was used since then stays. */
  private Instant bound() throws IOException {
    // Read before others are looked for: who comes after that look marks with a later time.
    Instant now = Instant.now();
    return temporary
        .oldestOther()
        .map(began -> began.minus(MARK_DELAY))
        .orElse(now.minus(CLOCK_TICK));
  }

  private StoredItem item(Holding holding, Inventory inventory, Instant bound) {
    return new StoredItem(
        holding.kind,
        holding.id,
        holding.description,
        inventory.bytes(holding),
        holding.below,
        holding.created.isBefore(holding.lastUsed) ? holding.created : holding.lastUsed,
        holding.lastUsed,
        holding.records,
        inventory.isShared(holding),
        holding.needed
            ? StoredItem.State.NEEDED
            : holding.lastUsed.isBefore(bound) ? StoredItem.State.FREE : StoredItem.State.IN_USE);
  }

  /** Whether it is gone; it stays when somebody has begun to use it. */
  private boolean delete(Holding holding, Inventory inventory, Instant bound) throws IOException {
    List<Path> doomed = new ArrayList<>();
    FolderLock lock = null;
    if (holding.lock != null) {
      lock = FolderLock.tryTake(holding.lock, false);
      if (lock == null) {
        return false;
      }
    }
    try {
      boolean gone =
          lease.alone(
              () -> {
                if (!holding.unusedSince(bound)) {
                  return false;
                }
                for (Path file : holding.files) {
                  take(file, doomed);
                }
                for (Digest blob : inventory.freeWithout(holding)) {
                  store.blobs().delete(blob);
                }
                return true;
              });
      for (Path tree : doomed) {
        remover.remove(tree);
      }
      return gone;
    } finally {
      if (lock != null) {
        lock.release();
      }
    }
  }

  /** A folder is out of sight at once, and deleted afterwards. */
  private void take(Path file, List<Path> doomed) throws IOException {
    try {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Path out = temporary.next("doomed");
        Files.move(file, out, StandardCopyOption.ATOMIC_MOVE);
        doomed.add(out);
      } else {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Path folder = file.getParent();
    if (Digest.isValid("sha256:" + folder.getFileName())) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        return; // it holds more
      }
    }
  }
}
