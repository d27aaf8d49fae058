package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds everything that a store holds, every file of it in exactly one {@link Holding}. */
final class Inventory {
  private final Path root;
  private final Needs needs;
  private final Function<StepRecord, String> describe;
  private final TemporaryFiles temporary;
  private final StepCache steps;
  private final DiskUse disk;
  private final List<Holding> holdings = new ArrayList<>();
  private final Map<Digest, Holding> layers = new HashMap<>();
  private final Map<Digest, Integer> owners = new HashMap<>();
  private final Map<Digest, Holding> payers = new HashMap<>();
  private final Map<Digest, Long> blobSizes = new HashMap<>();
  private final Set<Path> counted = new HashSet<>();
  private final Set<Digest> trees = new HashSet<>();

  private Inventory(
      StoreDirectory store,
      TemporaryFiles temporary,
      Needs needs,
      Function<StepRecord, String> describe) {
    this.root = store.root();
    this.steps = store.steps();
    this.temporary = temporary;
    this.needs = needs;
    this.describe = describe;
    this.disk = new DiskUse(root);
  }

  /** What was found; of no blob is known who has it before all is. */
  static Inventory of(
      StoreDirectory store,
      TemporaryFiles temporary,
      Needs needs,
      Function<StepRecord, String> describe)
      throws IOException {
    var inventory = new Inventory(store, temporary, needs, describe);
    inventory.findSteps();
    inventory.findExtras();
    inventory.findTrees();
    inventory.findIndexes();
    inventory.findCacheMounts();
    inventory.findFiles("contexts", StoredItem.Kind.CONTEXT);
    inventory.findFiles("logs", StoredItem.Kind.LOG);
    inventory.findLeftovers();
    inventory.findBlobs();
    inventory.findRest();
    Holding.useWhatIsStoodOn(inventory.layers.values());
    return inventory;
  }

  List<Holding> holdings() {
    return holdings;
  }

  /** Bytes put down to a holding; those of all add up to what the store takes. */
  long bytes(Holding holding) {
    long bytes = holding.ownBytes;
    for (Digest blob : holding.blobs) {
      bytes += payers.get(blob) == holding ? sizeOf(blob) : 0;
    }
    return bytes;
  }

  boolean isShared(Holding holding) {
    return holding.blobs.stream().anyMatch(blob -> owners.get(blob) > 1);
  }

  /** Whether to drop it would free next to nothing, since images have its blobs. */
  boolean isOfImages(Holding holding) {
    return !holding.blobs.isEmpty() && needs.blobs().containsAll(holding.blobs);
  }

  /** The blobs that nobody would have if it were not for this holding. */
  List<Digest> freeWithout(Holding holding) {
    return holding.blobs.stream().filter(blob -> owners.get(blob) == 1).toList();
  }

  /** Takes a holding out; the blobs that nobody has any more are to be deleted with it. */
  List<Digest> release(Holding holding) {
    List<Digest> free = new ArrayList<>();
    for (Digest blob : holding.blobs) {
      if (owners.merge(blob, -1, Integer::sum) == 0) {
        free.add(blob);
      }
    }
    return free;
  }

  /** Bytes of a blob; 0 if it is not here. */
  long sizeOf(Digest blob) {
    return blobSizes.getOrDefault(blob, 0L);
  }

  private Holding add(Holding holding) {
    holdings.add(holding);
    return holding;
  }

  private void own(Holding holding, Digest blob) {
    if (holding.blobs.add(blob)) {
      owners.merge(blob, 1, Integer::sum);
      if (holding.needed || !payers.containsKey(blob)) {
        payers.put(blob, holding);
      }
    }
  }

  private void file(Holding holding, Path file) throws IOException {
    holding.files.add(file);
    holding.ownBytes += disk.ofTree(file);
    counted.add(file);
  }

  private void findSteps() throws IOException {
    for (StepCache.Held held : steps.list()) {
      if (held.layer().isEmpty()) {
        Holding broken = add(new Holding(StoredItem.Kind.LEFTOVER, name(held.file())));
        broken.mark(held.file(), Holding.timeOf(held.file()));
        file(broken, held.file());
        continue;
      }
      LayerRecord layer = held.layer().get();
      Holding step =
          layers.computeIfAbsent(
              layer.diffId(), d -> add(new Holding(StoredItem.Kind.STEP, d.hex())));
      step.mark(held.file(), Holding.timeOf(held.file()));
      file(step, held.file());
      layer.blob().ifPresent(blob -> own(step, blob));
      if (held.step().isPresent()) {
        StepRecord record = held.step().get();
        step.records++;
        step.description = describe.apply(record);
        step.createdAt(record.created());
        record.below().forEach(below -> step.below.add(below.hex()));
      } else {
        step.createdAt(held.created());
      }
    }
    for (Holding step : layers.values()) {
      step.below.remove(step.id);
    }
  }

  private void findExtras() throws IOException {
    for (Needs.Extra extra : needs.extras()) {
      Holding holding = add(new Holding(extra.kind(), extra.id()));
      holding.description = extra.description();
      holding.mark(extra.mark(), Holding.timeOf(extra.mark()));
      for (Path file : extra.files()) {
        file(holding, file);
      }
      extra.blobs().forEach(blob -> own(holding, blob));
    }
  }

  private void findTrees() throws IOException {
    for (Path mapping : list(root.resolve("trees"))) {
      for (Digest diffId : BlobStore.digests(mapping)) {
        trees.add(diffId);
        Path tree = mapping.resolve(diffId.hex());
        Path used = mapping.resolve(diffId.hex() + TreeStore.USED);
        Path size = mapping.resolve(diffId.hex() + TreeStore.SIZE);
        Holding holding = add(new Holding(StoredItem.Kind.TREE, diffId.hex()));
        holding.description = "layer unpacked for commands, " + mapping.getFileName();
        holding.mark(used, Holding.timeOf(used));
        holding.place(tree);
        holding.files.add(tree);
        counted.add(tree);
        holding.ownBytes = sizeOfTree(tree, size);
        file(holding, used);
        file(holding, size);
        layers.computeIfPresent(
            diffId,
            (d, step) -> {
              holding.description = step.description;
              holding.createdAt(step.created);
              return step;
            });
      }
    }
  }

  /** A tree does not change, so it is walked once. */
  private long sizeOfTree(Path tree, Path memo) throws IOException {
    long measured = DiskUse.measured(tree);
    if (measured >= 0) {
      return measured;
    }
    long bytes = disk.ofTree(tree);
    try {
      temporary.write(memo, (bytes + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException full) {
      // The disk is full: the more reason to know what is on it.
      return bytes;
    }
    return bytes;
  }

  /** What a layer lists goes with its step; else it stays as long as there is use for it. */
  private void findIndexes() throws IOException {
    for (Path folder : list(root.resolve("layers"))) {
      Optional<Digest> diffId = digest(folder);
      if (diffId.isEmpty()) {
        continue;
      }
      Holding step = layers.get(diffId.get());
      List<Path> files = new ArrayList<>();
      boolean extras = false;
      for (Path file : list(folder)) {
        if (counted.contains(file)) {
          extras = true;
        } else {
          files.add(file);
        }
      }
      boolean useful = needs.layers().contains(diffId.get()) || trees.contains(diffId.get());
      Holding holding =
          step != null
              ? step
              : add(
                  new Holding(
                      useful || extras ? StoredItem.Kind.INDEX : StoredItem.Kind.LEFTOVER,
                      diffId.get().hex()));
      if (step == null) {
        holding.description = "what a layer lists";
        holding.mark(folder, Holding.timeOf(folder));
      }
      if (extras) {
        for (Path file : files) {
          file(holding, file);
        }
      } else {
        file(holding, folder);
      }
    }
  }

  private void findCacheMounts() throws IOException {
    for (Path mapping : list(root.resolve("cache-mounts"))) {
      for (Path key : list(mapping)) {
        for (Path folder : list(key)) {
          if (!name(folder).matches("[0-9]+") || !Files.isDirectory(folder)) {
            continue;
          }
          Path lock = key.resolve(name(folder) + CacheFolders.LOCK);
          Holding holding =
              add(new Holding(StoredItem.Kind.CACHE_MOUNT, name(key) + "/" + name(folder)));
          holding.description = cacheName(key);
          holding.lock = lock;
          holding.mark(lock, Holding.timeOf(lock));
          holding.place(folder);
          file(holding, folder);
        }
      }
    }
  }

  private static String cacheName(Path key) throws IOException {
    try {
      return Files.readString(key.resolve(CacheFolders.NAME), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private void findFiles(String folder, StoredItem.Kind kind) throws IOException {
    for (Path file : list(root.resolve(folder))) {
      Holding holding = add(new Holding(kind, name(file)));
      holding.mark(file, Holding.timeOf(file));
      file(holding, file);
    }
  }

  private void findLeftovers() throws IOException {
    for (Path folder : temporary.leftovers()) {
      Holding holding = add(new Holding(StoredItem.Kind.LEFTOVER, "tmp/" + name(folder)));
      holding.description = "of a process that was killed";
      file(holding, folder);
    }
  }

  private void findBlobs() throws IOException {
    Path folder = root.resolve("images/blobs/sha256");
    for (Digest blob : BlobStore.digests(folder)) {
      Path file = folder.resolve(blob.hex());
      blobSizes.put(blob, disk.of(file));
      counted.add(file);
      if (needs.blobs().contains(blob)) {
        Holding image = add(new Holding(StoredItem.Kind.IMAGE, blob.hex()));
        image.description = "blob of an image";
        image.needed = true;
        image.usedAt(Holding.timeOf(file));
        own(image, blob);
      } else if (!owners.containsKey(blob)) {
        Holding leftover = add(new Holding(StoredItem.Kind.LEFTOVER, blob.hex()));
        leftover.description = "blob that nothing leads to";
        own(leftover, blob);
        leftover.mark(file, Holding.timeOf(file));
      }
    }
    for (Holding holding : holdings) {
      if (!holding.needed && holding.kind != StoredItem.Kind.LEFTOVER) {
        for (Digest blob : holding.blobs) {
          Path file = folder.resolve(blob.hex());
          holding.mark(file, Holding.timeOf(file));
        }
      }
    }
    // A hint where a blob came from is of use while an image names the blob.
    for (Path hints : list(root.resolve("origins"))) {
      Optional<Digest> blob = digest(hints);
      if (blob.isPresent()
          && !needs.blobs().contains(blob.get())
          && !blobSizes.containsKey(blob.get())) {
        Holding leftover = add(new Holding(StoredItem.Kind.LEFTOVER, "origins/" + name(hints)));
        leftover.description = "where a blob came from that is gone";
        leftover.mark(hints, Holding.timeOf(hints));
        file(leftover, hints);
      }
    }
  }

  /** All that is left is the store itself. */
  private void findRest() throws IOException {
    Holding store = add(new Holding(StoredItem.Kind.STORE, root.toString()));
    store.description = "folders, locks, the list of images, what processes are writing";
    store.needed = true;
    store.usedAt(Instant.now());
    store.ownBytes = rest(root);
  }

  private long rest(Path folder) throws IOException {
    long bytes = disk.of(folder);
    for (Path file : list(folder)) {
      if (!counted.contains(file) && !temporary.isOwn(file)) {
        bytes += Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? rest(file) : disk.of(file);
      }
    }
    return bytes;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Optional<Digest> digest(Path file) {
    String text = "sha256:" + name(file);
    return Digest.isValid(text) ? Optional.of(Digest.parse(text)) : Optional.empty();
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> result = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder)) {
      files.forEach(result::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return result;
    }
    return result;
  }
}
