package io.jbuild.core.space;

import io.jbuild.cache.Collector;
import io.jbuild.cache.Digest;
import io.jbuild.cache.Limits;
import io.jbuild.cache.Needs;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.StoredItem;
import io.jbuild.cache.TreeRemover;
import io.jbuild.core.compress.CompressedLayers;
import io.jbuild.core.remote.RemoteFiles;
import io.jbuild.core.solve.CappedTimes;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The room that a store takes, what for, and what of it can be had back. */
public final class StoreSpace {
  private final StoreDirectory store;
  private final ImageStore images;
  private final Collector collector;

  /**
   * @param remover deletes files of subordinate ids, too
   */
  public StoreSpace(StoreDirectory store, ImageStore images, TreeRemover remover) {
    this.store = store;
    this.images = images;
    this.collector = store.collector(remover, this::needs, StepText::of);
  }

  /** Everything that the store holds, byte for byte. */
  public List<StoredItem> items() throws IOException {
    return collector.items();
  }

  /**
   * Drops what can be dropped until the limits are met; beside builds that run.
   *
   * @param may what may go at all
   */
  public Collector.Collected prune(Predicate<StoredItem> may, Limits limits) throws IOException {
    return collector.collect(may, limits);
  }

  /**
   * Drops what nothing leads to any more, such as the blobs of images that were removed. Steps and
   * the like stay, with the layers that they have.
   */
  public Collector.Collected dropLeftovers() throws IOException {
    return collector.collect(item -> item.kind() == StoredItem.Kind.LEFTOVER, Limits.NONE);
  }

  /**
   * What a build does at its end that has added to the store: nothing, unless the store has
   * outgrown its settings.
   *
   * @param files of {@link SpaceSettings}
   * @return what was dropped; nothing where that was not asked for
   */
  public Optional<Collector.Collected> keepWithin(List<Path> files) throws IOException {
    long disk = Files.getFileStore(store.root()).getTotalSpace();
    SpaceSettings settings = SpaceSettings.read(files, disk);
    return settings.enabled() && collector.isAsked(settings.limits())
        ? Optional.of(collector.collect(item -> true, settings.limits()))
        : Optional.empty();
  }

  private Needs needs() throws IOException {
    List<Needs.Extra> extras = new ArrayList<>(RemoteFiles.in(store.remote()));
    for (Digest layer : store.layers().list()) {
      addConverted(layer, extras);
    }
    ImageStore.Reachable reachable = images.reachable();
    return new Needs(reachable.blobs(), reachable.layers(), extras);
  }

  /** The small files beside a layer's index, each with the blob that it tells of. */
  private void addConverted(Digest layer, List<Needs.Extra> extras) throws IOException {
    for (Path file : list(store.layers().folder(layer))) {
      String name = file.getFileName().toString();
      Optional<byte[]> bytes =
          name.equals("index") || CompressedLayers.isBeside(name)
              ? Optional.empty()
              : store.layers().read(layer, name);
      Optional<Digest> blob =
          bytes.flatMap(
              read -> CappedTimes.blobOf(name, read).or(() -> CompressedLayers.blobOf(read)));
      blob.ifPresent(
          digest ->
              extras.add(
                  new Needs.Extra(
                      StoredItem.Kind.CONVERTED,
                      layer.hex() + "/" + name,
                      "layer as " + name,
                      file,
                      Stream.of(file, file.resolveSibling(CompressedLayers.besides(name)))
                          .filter(Files::exists)
                          .toList(),
                      Set.of(digest))));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> result = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder)) {
      files.forEach(result::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return result;
    }
    return result;
  }
}
