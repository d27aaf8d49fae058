package io.jbuild.core.shared;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.CacheFolders;
import io.jbuild.cache.Digest;
import io.jbuild.cache.DiskFailure;
import io.jbuild.cache.StepResult;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.TreeRemover;
import io.jbuild.core.compress.CompressedLayers;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.layer.Decompression;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.solve.LostLayerException;
import io.jbuild.core.solve.SharedRecords;
import io.jbuild.core.solve.SolvedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The caches of one build: those it looks into, in order, and those it writes. */
public final class SharedCache implements SharedRecords {
  private static final int BUFFER = 1 << 17;

  private final StoreDirectory store;
  private final BuildListener listener;
  private final boolean keepsOwners;
  private final List<CacheSource> sources = new ArrayList<>();
  private final List<CacheTarget> targets = new ArrayList<>();
  private final Map<Digest, Found> found = new ConcurrentHashMap<>();
  private final Map<Digest, CacheRecord> own = new ConcurrentHashMap<>();
  private final Map<Digest, String> mounts = new ConcurrentHashMap<>();
  private final Set<Step> ofImage = new HashSet<>();
  private final boolean inline;

  /** A record of a layer that is not here yet. */
  private record Found(CacheSource source, CacheRecord record) {}

  /**
   * The caches that options name.
   *
   * @param keepsOwners whether files have the owners that commands give them
   */
  public SharedCache(
      List<CacheOption> from,
      List<CacheOption> to,
      StoreDirectory store,
      Supplier<RegistryClient> registry,
      boolean keepsOwners,
      BuildListener listener) {
    this.store = store;
    this.listener = listener;
    this.keepsOwners = keepsOwners;
    for (CacheOption option : from) {
      sources.add(new CacheSource(place(option, registry), option.takesMounts(), listener));
    }
    for (CacheOption option : to) {
      if (option.type() != CacheOption.Type.INLINE) {
        targets.add(new CacheTarget(place(option, registry), option, store, listener));
      }
    }
    this.inline = to.stream().anyMatch(option -> option.type() == CacheOption.Type.INLINE);
  }

  private static CachePlace place(CacheOption option, Supplier<RegistryClient> registry) {
    return option.folder().isPresent()
        ? new FolderPlace(option.folder().get().toAbsolutePath())
        : new RegistryPlace(option.ref().orElseThrow(), registry);
  }

  /** Those that the layers of images come of are all that {@code mode=min} writes. */
  @Override
  public void images(List<Step> targets) {
    for (Step target : targets) {
      Step step = target;
      while (ofImage.add(step) && !step.inputs().isEmpty()) {
        step = step.inputs().getFirst();
      }
    }
  }

  @Override
  public Optional<StepResult> find(Digest key) {
    for (CacheSource source : sources) {
      Optional<CacheRecord> record = source.find(key);
      if (record.isPresent()) {
        found.putIfAbsent(record.get().diffId(), new Found(source, record.get()));
        return Optional.of(record.get().result());
      }
    }
    return Optional.empty();
  }

  @Override
  public void solved(Step step, Digest key, StepResult result) {
    boolean last = ofImage.contains(step);
    if (inline && last) {
      Digest diffId = result.layer().diffId();
      Descriptor blob =
          Descriptor.of(
              Compression.Kind.UNCOMPRESSED.usual().mediaType(), diffId, result.layer().size());
      own.put(
          key,
          new CacheRecord(
              key, result, blob, Compression.Kind.UNCOMPRESSED.usual(), Optional.empty()));
    }
    for (CacheTarget target : targets) {
      if (target.option().all() || last) {
        target.offer(key, result, this::bring);
      }
    }
  }

  private void bring(Digest diffId) throws IOException {
    if (!store.blobs().claim(diffId)) {
      fetch(diffId, store.blobs());
    }
  }

  @Override
  public Optional<LayerIndex> index(SolvedLayer layer) throws IOException {
    Found there = found.get(layer.diffId());
    if (there == null || there.record().index().isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = there.source().place().small(there.record().index().get());
      Optional<LayerIndex> index = LayerIndex.verified(bytes, layer.contentDigest());
      if (index.isEmpty()) {
        throw lost(there, "its list of files is not what its record says");
      }
      return index;
    } catch (LostLayerException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // The layer itself tells, too.
      return Optional.empty();
    }
  }

  @Override
  public boolean fetch(SolvedLayer layer, BlobStore into) throws IOException {
    return fetch(layer.diffId(), into);
  }

  private boolean fetch(Digest diffId, BlobStore into) throws IOException {
    Found there = found.get(diffId);
    if (there == null) {
      return false;
    }
    CacheRecord record = there.record();
    try {
      there.source().place().fetch(record.blob(), into);
      if (!record.blob().digest().equals(diffId)) {
        unpack(record, into);
        new CompressedLayers(store, 1).remember(diffId, record.compression(), record.blob());
      }
      return true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (DiskFailure.ofEnvironment(e)) {
        throw e;
      }
      throw lost(there, "its layer cannot be had: " + DiskFailure.message(e));
    }
  }

  /** Neither more nor less than the record says, however far the bytes would go. */
  private static void unpack(CacheRecord record, BlobStore into) throws IOException {
    long rest = record.result().layer().size();
    byte[] buffer = new byte[BUFFER];
    try (InputStream tar = Decompression.open(into.open(record.blob().digest()));
        BlobWriter out = into.newBlob()) {
      for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
        rest -= n;
        if (rest < 0) {
          throw new IOException("it is longer than its record says");
        }
        out.write(buffer, 0, n);
      }
      if (rest > 0) {
        throw new IOException("it is shorter than its record says");
      }
      out.commit(record.diffId());
    }
  }

  private LostLayerException lost(Found there, String why) {
    there.source().distrust(there.record());
    found.remove(there.record().diffId(), there);
    there.source().warn("a record is not used: " + why);
    return new LostLayerException(there.record().diffId(), why);
  }

  @Override
  public boolean fill(Digest key, String id, Path folder, Unpacking unpacking) throws IOException {
    for (CacheSource source : sources) {
      Optional<CacheMount> mount = source.mount(key, keepsOwners);
      if (mount.isPresent()) {
        try (InputStream tar = new MountChunks(source.place(), store).open(mount.get())) {
          unpacking.unpack(tar);
          return true;
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          source.warn("the cache mount `" + id + "` begins empty: " + DiskFailure.message(e));
          empty(folder);
        }
      }
    }
    return false;
  }

  private static void empty(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        TreeRemover.walking().remove(file);
      }
    }
  }

  @Override
  public void mounted(Digest key, String id) {
    mounts.put(key, id);
  }

  /**
   * Has the cache mounts written that options name, once no command uses them.
   *
   * @param folders where they are
   */
  public void writeMounts(CacheFolders folders) {
    for (CacheTarget target : targets) {
      mounts.forEach(
          (key, id) -> {
            if (target.option().mounts().contains(id)) {
              target.start(
                  () ->
                      new MountSnapshot(store, target, listener)
                          .write(folders, key, id, keepsOwners));
            }
          });
    }
  }

  /** What goes into the manifest of an image; nothing unless {@code type=inline} asks for it. */
  public Map<String, String> annotations() {
    Map<String, String> result = new HashMap<>();
    if (inline) {
      Map<String, CacheRecord> sorted = new LinkedHashMap<>();
      own.values().stream()
          .sorted(Comparator.comparing(CacheRecord::key))
          .forEach(record -> sorted.put(record.key().hex(), record));
      result.put(InlineCache.ANNOTATION, InlineCache.write(sorted.values()));
    }
    return result;
  }

  /**
   * Waits until all is written.
   *
   * @throws CacheFailure when something could not be, and that matters
   */
  public void finish() throws IOException {
    for (CacheTarget target : targets) {
      target.finish();
    }
  }
}
