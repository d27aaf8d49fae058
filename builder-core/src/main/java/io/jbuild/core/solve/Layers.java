package io.jbuild.core.solve;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.TreeRemover;
import io.jbuild.cache.TreeStore;
import io.jbuild.core.layer.Layer;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.LayerIndexer;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.layer.SpecialFiles;
import io.jbuild.core.layer.Unpacker;
import io.jbuild.core.registry.RegistryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * The bytes of layers, at hand when something reads them: blobs are fetched, indexed and unpacked
 * at most once a build, in parallel, and not before they are needed.
 */
public final class Layers {
  private static final String INDEX_FILE = "index";

  private final StoreDirectory store;
  private final TreeStore trees;
  private final Ownership ownership;
  private final SpecialFiles specialFiles;
  private final TreeRemover remover;
  private final BlobSource source;
  private final SharedRecords shared;
  private final Map<Digest, CompletableFuture<?>> blobs = new ConcurrentHashMap<>();
  private final Map<Digest, CompletableFuture<?>> indexes = new ConcurrentHashMap<>();
  private final Map<Digest, CompletableFuture<?>> unpacked = new ConcurrentHashMap<>();

  /** Brings the blob of a pulled layer into the store, verified. */
  @FunctionalInterface
  public interface BlobSource {
    void fetch(SolvedLayer layer, BlobStore into) throws IOException, InterruptedException;
  }

  /**
   * Layers of one store.
   *
   * @param mappingKey names the id map under which trees are unpacked
   * @param shared has layers that no image has
   */
  public Layers(
      StoreDirectory store,
      String mappingKey,
      Ownership ownership,
      SpecialFiles specialFiles,
      TreeRemover remover,
      BlobSource source,
      SharedRecords shared) {
    this.store = store;
    this.trees = store.trees(mappingKey);
    this.ownership = ownership;
    this.specialFiles = specialFiles;
    this.remover = remover;
    this.source = source;
    this.shared = shared;
  }

  /** The merged files of a root filesystem. */
  public RootfsView view(Rootfs rootfs) throws IOException {
    List<LayerIndex> merged = new ArrayList<>();
    for (SolvedLayer layer : all(rootfs.layers(), this::index)) {
      merged.add(index(layer));
    }
    return new RootfsView(merged, position -> tree(rootfs.layers().get(position)));
  }

  /**
   * The unpacked trees of a root filesystem, lowest first; unpacks what is not. A layer that is in
   * it more than once gives one tree, at its uppermost place: there it hides and shows all that it
   * does below, and the kernel refuses an overlay that has a directory twice.
   */
  public List<Path> trees(Rootfs rootfs) throws IOException {
    SequencedSet<Path> paths = new LinkedHashSet<>();
    for (SolvedLayer layer : all(rootfs.layers(), this::tree)) {
      paths.addLast(tree(layer));
    }
    return List.copyOf(paths);
  }

  /** Unpacks a layer that is none of the store's into an empty directory. */
  void unpack(InputStream tar, Path directory) throws IOException {
    new Unpacker(directory, ownership, specialFiles).unpack(tar);
  }

  /** Which owners the trees have. */
  public Ownership ownership() {
    return ownership;
  }

  /** What trees need and the Java library cannot do. */
  SpecialFiles specialFiles() {
    return specialFiles;
  }

  /** Has the blobs of root filesystems in the store, for an export. */
  public void ensureBlobs(List<Rootfs> rootfs) throws IOException {
    Map<Digest, SolvedLayer> layers = new LinkedHashMap<>();
    for (Rootfs each : rootfs) {
      each.layers().forEach(layer -> layers.put(layer.blob().digest(), layer));
    }
    all(List.copyOf(layers.values()), this::blob);
  }

  /** A fresh directory for the upper and work directories of a RUN. */
  public Path stage() throws IOException {
    return trees.stage();
  }

  /** Deletes what {@link #stage} made, if it is still there. */
  public void discard(Path staged) throws IOException {
    if (Files.exists(staged)) {
      remover.remove(staged);
    }
  }

  /** Keeps a layer that a step has just made: its index and, if there is one, its tree. */
  void keep(Layer layer, Optional<Path> tree) throws IOException {
    store.layers().write(layer.diffId(), INDEX_FILE, layer.index().toBytes());
    if (tree.isPresent()) {
      trees.adopt(tree.get(), layer.diffId());
    }
  }

  /** What a layer lists; reads its blob where no index is at hand. */
  public LayerIndex index(SolvedLayer layer) throws IOException {
    return once(
        indexes,
        layer.diffId(),
        () -> {
          Optional<LayerIndex> kept =
              store.layers().read(layer.diffId(), INDEX_FILE).flatMap(LayerIndex::fromBytes);
          if (kept.isPresent()) {
            return kept.get();
          }
          Optional<LayerIndex> sent =
              layer.pulledFrom().isEmpty() ? shared.index(layer) : Optional.empty();
          if (sent.isPresent()) {
            sent.get().write(store.layers(), layer.diffId());
            return sent.get();
          }
          if (layer.pulledFrom().isPresent()) {
            // Who asks for the index of a pulled layer will run something in its tree soon.
            return unpack(layer);
          }
          Layer read = LayerIndexer.index(store.blobs().open(blob(layer)));
          keep(read, Optional.empty());
          return read.index();
        });
  }

  private Path tree(SolvedLayer layer) throws IOException {
    return once(
        unpacked,
        layer.diffId(),
        () -> {
          Optional<Path> found = trees.find(layer.diffId());
          if (found.isEmpty()) {
            index(layer);
            found = trees.find(layer.diffId());
          }
          if (found.isEmpty()) {
            unpack(layer);
          }
          return trees.path(layer.diffId());
        });
  }

  private LayerIndex unpack(SolvedLayer layer) throws IOException {
    Digest blob = blob(layer);
    Path staged = trees.stage();
    try {
      Path directory = Files.createDirectory(staged.resolve("tree"));
      Layer read =
          LayerIndexer.indexAndUnpack(
              store.blobs().open(blob),
              layer.diffId(),
              new Unpacker(directory, ownership, specialFiles));
      keep(read, Optional.of(directory));
      return read.index();
    } catch (LayerException e) {
      throw ofImage(layer, new LayerException("layer `" + blob + "`: " + e.getMessage(), e));
    } finally {
      discard(staged);
    }
  }

  /** The blob of a layer, in the store by now. */
  Digest blob(SolvedLayer layer) throws IOException {
    return once(
        blobs,
        layer.blob().digest(),
        () -> {
          if (!store.blobs().claim(layer.blob().digest())
              && (layer.pulledFrom().isPresent() || !shared.fetch(layer, store.blobs()))) {
            try {
              source.fetch(layer, store.blobs());
            } catch (RegistryException | FileNotFoundException e) {
              throw ofImage(layer, e);
            }
          }
          return layer.blob().digest();
        });
  }

  private static IOException ofImage(SolvedLayer layer, IOException failure) {
    return layer
        .pulledFrom()
        .<IOException>map(image -> new ImageLayerException(image, failure))
        .orElse(failure);
  }

  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private interface LayerWork {
    Object run(SolvedLayer layer) throws IOException;
  }

  /** Does the work for every layer at the same time and returns the layers when all is done. */
  private static List<SolvedLayer> all(List<SolvedLayer> layers, LayerWork work)
      throws IOException {
    if (layers.size() < 2) {
      for (SolvedLayer layer : layers) {
        work.run(layer);
      }
      return layers;
    }
    var failure = new CompletableFuture<Throwable>();
    List<Thread> threads = new ArrayList<>();
    for (SolvedLayer layer : layers) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      work.run(layer);
                    } catch (IOException | RuntimeException | Error e) {
                      failure.complete(e);
                    }
                  }));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    Throwable failed = failure.getNow(null);
    if (failed != null) {
      throw rethrown(failed);
    }
    return layers;
  }

  /** The first to ask does the work; all others wait for it. */
  @SuppressWarnings("unchecked")
  private static <T> T once(Map<Digest, CompletableFuture<?>> memo, Digest key, Work<T> work)
      throws IOException {
    var mine = new CompletableFuture<T>();
    var earlier = (CompletableFuture<T>) memo.putIfAbsent(key, mine);
    if (earlier == null) {
      try {
        mine.complete(work.run());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        mine.completeExceptionally(new InterruptedIOException());
      } catch (Throwable e) {
        mine.completeExceptionally(e);
      }
      earlier = mine;
    }
    try {
      return earlier.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static IOException rethrown(Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    };
  }
}
