package io.jbuild.core.shared;

import io.jbuild.cache.Digest;
import io.jbuild.cache.DiskFailure;
import io.jbuild.cache.StepResult;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compress.CompressedLayers;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.solve.LostLayerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * One {@code --cache-to} of a place. A record goes there as soon as its step has its result, beside
 * other work: a build that fails later has left what it came to.
 */
final class CacheTarget {
  private static final int AT_A_TIME = 3;

  /** So often is the index written while there is more to come. */
  private static final long FLUSH_NANOS = 2_000_000_000L;

  private final CachePlace place;
  private final CacheOption option;
  private final StoreDirectory store;
  private final CompressedLayers compressed;
  private final BuildListener listener;
  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, CacheDocument.Entry> news = new LinkedHashMap<>();
  private CacheDocument before;
  private IOException failure;
  private long flushed = System.nanoTime();
  private boolean dirty;

  CacheTarget(CachePlace place, CacheOption option, StoreDirectory store, BuildListener listener) {
    this.place = place;
    this.option = option;
    this.store = store;
    this.compressed = new CompressedLayers(store);
    this.listener = listener;
  }

  CacheOption option() {
    return option;
  }

  /** Brings a layer into the store, if it is not there. */
  @FunctionalInterface
  interface LayerSource {
    void bring(Digest diffId) throws IOException;
  }

  /** Has a result written beside other work. */
  void offer(Digest key, StepResult result, LayerSource layers) {
    start(() -> put(key, result, layers));
  }

  /** Has something written beside other work. */
  void start(Writing writing) {
    synchronized (threads) {
      threads.add(Thread.ofVirtual().start(() -> run(writing)));
    }
  }

  private void run(Writing writing) {
    try {
      places.acquire();
      try {
        if (!hasFailed()) {
          writing.run();
        }
      } finally {
        places.release();
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    } catch (InterruptedException e) {
      fail(new InterruptedIOException());
    }
  }

  /** A part of what is to be written. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException, InterruptedException;
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  private synchronized void fail(Exception e) {
    if (failure == null) {
      failure = e instanceof IOException io ? io : new IOException(e);
    }
  }

  /** What is there already, asked for once. */
  synchronized CacheDocument before() throws IOException {
    if (before == null) {
      Optional<byte[]> there = place.document();
      before =
          there.isPresent() && CacheDocument.isCache(there.get())
              ? CacheDocument.parse(there.get())
              : CacheDocument.EMPTY;
    }
    return before;
  }

  private void put(Digest key, StepResult result, LayerSource layers) throws IOException {
    Digest diffId = result.layer().diffId();
    CacheDocument.Entry there = before().entries().get(key.toString());
    if (there != null && there.record().map(r -> r.diffId().equals(diffId)).orElse(false)) {
      add(there);
      return;
    }
    try {
      layers.bring(diffId);
    } catch (LostLayerException e) {
      // A hit in another cache whose layer nothing else needs: it is not passed on.
      return;
    }
    Descriptor blob =
        compressed.compress(
            Descriptor.of(MediaTypes.OCI_LAYER_TAR, diffId, result.layer().size()),
            diffId,
            option.compression(),
            count -> {});
    Map<Descriptor, Path> files = new LinkedHashMap<>();
    files.put(blob, store.blobs().path(blob.digest()));
    Optional<byte[]> index = LayerIndex.read(store.layers(), diffId).map(LayerIndex::toBytes);
    Optional<Descriptor> listed = Optional.empty();
    if (index.isPresent() && index.get().length <= CachePlace.MAX_SMALL) {
      listed = Optional.of(small(CacheRecord.INDEX_MEDIA_TYPE, index.get(), files));
    }
    var record = new CacheRecord(key, result, blob, option.compression(), listed);
    Descriptor config = small(CacheRecord.MEDIA_TYPE, record.toBytes(), files);
    List<Descriptor> parts = new ArrayList<>(List.of(blob));
    listed.ifPresent(parts::add);
    add(CacheDocument.Entry.of(record, put(config, parts, files)));
  }

  /** Puts a manifest with the files that it names. */
  Descriptor put(Descriptor config, List<Descriptor> parts, Map<Descriptor, Path> files)
      throws IOException {
    byte[] manifest =
        ImageJson.write(new Manifest(MediaTypes.OCI_MANIFEST, config, parts, new TreeMap<>()));
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(manifest), manifest.length);
    place.put(descriptor, manifest, files);
    return descriptor;
  }

  /** A file of the bytes for as long as this process runs. */
  Descriptor small(String mediaType, byte[] bytes, Map<Descriptor, Path> files) throws IOException {
    Descriptor descriptor = Descriptor.of(mediaType, Digest.of(bytes), bytes.length);
    Path file = store.newTemporaryFile();
    Files.write(file, bytes);
    files.put(descriptor, file);
    return descriptor;
  }

  /** Has an entry in the index, at the latest when all is done. */
  synchronized void add(CacheDocument.Entry entry) throws IOException {
    news.put(entry.name(), entry);
    dirty = true;
    if (System.nanoTime() - flushed > FLUSH_NANOS) {
      flush();
    }
  }

  private synchronized void flush() throws IOException {
    if (dirty) {
      dirty = false;
      place.update(there -> there.with(news.values()));
      flushed = System.nanoTime();
    }
  }

  /**
   * Waits until all is written.
   *
   * @throws CacheFailure when something could not be, and that matters
   */
  void finish() throws IOException {
    for (int i = 0; ; i++) {
      Thread thread;
      synchronized (threads) {
        if (i == threads.size()) {
          break;
        }
        thread = threads.get(i);
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
    try {
      flush();
    } catch (IOException e) {
      fail(e);
    }
    synchronized (this) {
      if (failure == null) {
        return;
      }
      String message =
          "the cache `" + place.name() + "` cannot be written: " + DiskFailure.message(failure);
      if (!option.ignoreError()) {
        throw new CacheFailure(message, failure);
      }
      listener.on(new BuildEvent.Warning(message));
    }
  }
}
