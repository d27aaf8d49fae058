package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.Walk;
import io.jbuild.core.context.WalkNotes;
import io.jbuild.core.layer.DiskNames;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.sandbox.UnchangedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * The notes about build contexts in a store. Whether one stands is found out beside other work,
 * from the moment that the folder is known.
 */
final class FolderNotes {
  /** Within this time a file can change again without its times telling. */
  private static final Duration RACY = Duration.ofSeconds(2);

  /** More than this is not carried from one record to the next: most of it may be of no use. */
  private static final int MOST_ITEMS = 16 << 20;

  private final StoreDirectory store;
  private final Optional<UnchangedFiles> unchanged;
  private final Map<Path, WalkNotes> notes = new HashMap<>();

  FolderNotes(StoreDirectory store, Optional<UnchangedFiles> unchanged) {
    this.store = store;
    this.unchanged = unchanged;
  }

  /** Begins to find out whether there is a note about a folder. */
  void expect(Path folder) {
    try {
      of(folder.toRealPath());
    } catch (IOException e) {
      // Whoever reads it will say so.
    }
  }

  /**
   * The notes about one folder, which must not have been looked at by this build.
   *
   * @param folder without symlinks
   */
  synchronized WalkNotes of(Path folder) {
    return unchanged.isEmpty()
        ? WalkNotes.NONE
        : notes.computeIfAbsent(
            folder, path -> new Notes(unchanged.get(), path, store.contextRecord(path)));
  }

  private final class Notes implements WalkNotes {
    private final Instant begun = Instant.now();
    private final UnchangedFiles unchanged;
    private final Path folder;
    private final Path record;
    private CompletableFuture<Optional<byte[]>> standing;

    Notes(UnchangedFiles unchanged, Path folder, Path record) {
      this.unchanged = unchanged;
      this.folder = folder;
      this.record = record;
      this.standing = new CompletableFuture<>();
      Thread.ofPlatform()
          .daemon()
          .name("unchanged")
          .start(() -> standing.complete(unchanged.note(record)));
    }

    @Override
    public synchronized Optional<byte[]> standing() {
      return standing.join();
    }

    @Override
    public synchronized void keep(Walk walk, byte[] note) throws IOException {
      var files = new UnchangedFiles.LookedAt(PathBytes.encode(DiskNames.text(folder)));
      Set<String> lookedAt = new TreeSet<>(walk.lookedAt());
      walk.listed().forEach(path -> addAbove(path, lookedAt));
      walk.lookedAt().forEach(path -> addAbove(path, lookedAt));
      lookedAt.forEach(path -> files.file(PathBytes.encode(path)));
      new TreeSet<>(walk.listed()).forEach(path -> files.folder(PathBytes.encode(path)));
      if (standing.join().isPresent()) {
        UnchangedFiles.items(Files.readAllBytes(record))
            .filter(items -> items.length < MOST_ITEMS)
            .ifPresent(files::all);
      }
      Path fresh = store.newTemporaryFile();
      if (unchanged.keep(files, note, begun.minus(RACY), fresh)) {
        Files.move(fresh, record, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    private static void addAbove(String path, Set<String> to) {
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        if (!to.add(path.substring(0, slash))) {
          return;
        }
      }
    }

    @Override
    public synchronized void forget() throws IOException {
      Files.deleteIfExists(record);
      standing = CompletableFuture.completedFuture(Optional.empty());
    }
  }
}
