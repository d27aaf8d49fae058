package io.jbuild.core.shared;

import com.github.luben.zstd.Zstd;
import io.jbuild.cache.CacheFolder;
import io.jbuild.cache.CacheFolders;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.layer.DirectoryEntries;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.layer.UpperDiff;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the folder of a cache mount to a cache: as one tar, in chunks that are sent once. */
final class MountSnapshot {
  private static final int LEVEL = 3;

  private final StoreDirectory store;
  private final CacheTarget target;
  private final BuildListener listener;

  MountSnapshot(StoreDirectory store, CacheTarget target, BuildListener listener) {
    this.store = store;
    this.target = target;
    this.listener = listener;
  }

  /** Writes the folder, if it is not too much and no other process uses it now. */
  void write(CacheFolders folders, Digest key, String id, boolean owners) throws IOException {
    try (CacheFolder folder = folders.tryTake(key).orElse(null)) {
      if (folder == null) {
        warn(id, "another build uses it");
        return;
      }
      long bytes =
          DirectoryEntries.walk(folder.path()).stream().mapToLong(f -> f.entry().size()).sum();
      if (bytes > target.option().mostMountBytes()) {
        warn(id, "it has " + bytes + " bytes, more than `mounts-max`");
        return;
      }
      write(folder.path(), key, id, owners);
    }
  }

  private void write(Path folder, Digest key, String id, boolean owners) throws IOException {
    List<Descriptor> chunks = new ArrayList<>();
    Map<Descriptor, Path> files = new LinkedHashMap<>();
    long[] bytes = new long[1];
    try (var chunker =
        new Chunker(
            piece -> {
              bytes[0] += piece.length;
              chunks.add(chunk(piece, files));
            })) {
      var writer = new LayerWriter(chunker);
      var nothing =
          new RootfsView(
              List.of(),
              layer -> {
                throw new IllegalStateException("there is no layer");
              });
      UpperDiff.write(folder, nothing, Map.of(), writer);
      writer.finish();
    }
    var mount = new CacheMount(key, id, owners, bytes[0], chunks);
    if (bytes[0] > CacheMount.MOST_BYTES) {
      warn(id, "it is too large for a cache");
      return;
    }
    Optional<CacheDocument.Entry> there =
        Optional.ofNullable(target.before().entries().get(mount.name()));
    if (there.flatMap(CacheDocument.Entry::mount).equals(Optional.of(mount))) {
      target.add(there.get());
      return;
    }
    Descriptor config = target.small(CacheMount.MEDIA_TYPE, mount.toBytes(), files);
    target.add(
        CacheDocument.Entry.of(
            mount, target.put(config, chunks.stream().distinct().toList(), files)));
  }

  private Descriptor chunk(byte[] piece, Map<Descriptor, Path> files) throws IOException {
    byte[] compressed = Zstd.compress(piece, LEVEL);
    Descriptor chunk =
        Descriptor.of(CacheMount.CHUNK_MEDIA_TYPE, Digest.of(compressed), compressed.length);
    if (!files.containsKey(chunk)) {
      Path file = store.newTemporaryFile();
      Files.write(file, compressed);
      files.put(chunk, file);
    }
    return chunk;
  }

  private void warn(String id, String why) {
    listener.on(
        new BuildEvent.Warning("the cache mount `" + id + "` is not written to a cache: " + why));
  }
}
