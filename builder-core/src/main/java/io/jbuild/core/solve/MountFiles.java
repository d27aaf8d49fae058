package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.CopyOptions;
import io.jbuild.core.context.CopyPlan;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.ImpliedDirectories;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of a context, stage or image that are mounted: what they amount to, which counts for the
 * key, and folders that have them, made when a command runs.
 *
 * <p>Of a context a copy is mounted: without what is ignored, of owner 0:0, and out of the way of
 * whoever edits the files meanwhile. One copy serves all commands of a build.
 */
final class MountFiles {
  /** Where a copy stands in its folder: a file and a directory alike. */
  private static final String COPIED = "/files";

  private static final RootfsView NOTHING =
      new RootfsView(
          List.of(),
          layer -> {
            throw new IllegalStateException("no layer " + layer);
          });

  private final StoreDirectory store;
  private final Layers layers;
  private final Map<Digest, Path> copies = new ConcurrentHashMap<>();

  MountFiles(StoreDirectory store, Layers layers) {
    this.store = store;
    this.layers = layers;
  }

  /**
   * Folders whose overlay has files at a path.
   *
   * @param lowers the topmost first; none for no files at all
   * @param directory whether a directory is at the path, or else a file
   */
  record Place(List<Path> lowers, String path, boolean directory) {}

  /** Files that were found. */
  interface Found {
    /** Changes with any path, type, mode, owner, byte or link. */
    Digest digest();

    /** Those that have names of their own, by path. */
    default SortedMap<String, String> byPath() throws IOException {
      return Collections.emptySortedMap();
    }

    /**
     * The files on disk.
     *
     * @param staged where folders may be made that go with the run
     */
    Place place(Path staged) throws IOException;

    /**
     * A copy of the files that may be written to, for where there are no overlays.
     *
     * @param directory empty
     */
    Place copy(Path directory) throws IOException;

    /** Fills an empty directory with them, when they are those of a directory. */
    void copyTo(Path directory) throws IOException;
  }

  /** The files of a context at a path. */
  Found selected(CopySelection selection) throws IOException {
    Digest digest = digest(selection);
    return new Found() {
      @Override
      public Digest digest() {
        return digest;
      }

      @Override
      public SortedMap<String, String> byPath() throws IOException {
        return SourceFiles.byPath(selection.files());
      }

      @Override
      public Place place(Path staged) throws IOException {
        return new Place(
            List.of(copyOf(selection, digest)), COPIED, selection.directory().isPresent());
      }

      @Override
      public Place copy(Path directory) throws IOException {
        return copied(selection, directory);
      }

      @Override
      public void copyTo(Path directory) throws IOException {
        fill(selection, directory);
      }
    };
  }

  /** The files of a root filesystem at a path that is there. */
  Found of(Rootfs rootfs, String path, String where) throws IOException {
    boolean directory = true;
    Digest digest = rootfs.contentDigest();
    if (!path.equals("/")) {
      CopySelection selection = CopySelection.at(layers.view(rootfs), where, path);
      digest = digest(selection);
      directory = selection.directory().isPresent();
    }
    return new InLayers(rootfs, path, where, digest, directory);
  }

  private final class InLayers implements Found {
    private final Rootfs rootfs;
    private final String path;
    private final String where;
    private final Digest digest;
    private final boolean directory;

    InLayers(Rootfs rootfs, String path, String where, Digest digest, boolean directory) {
      this.rootfs = rootfs;
      this.path = path;
      this.where = where;
      this.digest = digest;
      this.directory = directory;
    }

    @Override
    public Digest digest() {
      return digest;
    }

    @Override
    public Place place(Path staged) throws IOException {
      List<Path> lowers = new ArrayList<>();
      ImpliedDirectories.make(staged.resolve("implied"), layers.view(rootfs), layers.ownership())
          .ifPresent(lowers::add);
      lowers.addAll(layers.trees(rootfs).reversed());
      return new Place(lowers, path, directory);
    }

    @Override
    public Place copy(Path into) throws IOException {
      return copied(CopySelection.at(layers.view(rootfs), where, path), into);
    }

    @Override
    public void copyTo(Path into) throws IOException {
      fill(CopySelection.at(layers.view(rootfs), where, path), into);
    }
  }

  /** A directory's own mode shows in a mount, unlike in a COPY. */
  private static Digest digest(CopySelection selection) throws IOException {
    String mode =
        selection.directory().map(MountFiles::mode).map(Integer::toOctalString).orElse("file");
    return Digest.of((selection.digest() + " " + mode).getBytes(StandardCharsets.US_ASCII));
  }

  /** The root of a context has the mode that BuildKit gives it, whatever it is on disk. */
  private static int mode(Entry directory) {
    return directory.path().isEmpty() ? 0755 : directory.mode();
  }

  private Path copyOf(CopySelection selection, Digest digest) throws IOException {
    Path known = copies.get(digest);
    if (known != null) {
      return known;
    }
    Path directory = layers.stage();
    copied(selection, directory);
    // Two commands may come to this at once; either copy will do, and both go with the build.
    copies.put(digest, directory);
    return directory;
  }

  private Place copied(CopySelection selection, Path directory) throws IOException {
    copy(selection, COPIED, directory);
    Optional<Entry> root = selection.directory();
    if (root.isPresent()) {
      setModeAndTime(directory.resolve(COPIED.substring(1)), root.get());
    }
    return new Place(List.of(directory), COPIED, root.isPresent());
  }

  private void fill(CopySelection selection, Path directory) throws IOException {
    copy(selection, "/", directory);
    Optional<Entry> root = selection.directory();
    if (root.isPresent()) {
      setModeAndTime(directory, root.get());
    }
  }

  private static void setModeAndTime(Path directory, Entry entry) throws IOException {
    Files.setAttribute(directory, "unix:mode", mode(entry));
    Files.setLastModifiedTime(directory, FileTime.from(entry.mtime()));
  }

  private void copy(CopySelection selection, String destination, Path directory)
      throws IOException {
    Path tar = store.newTemporaryFile();
    try {
      var options = new CopyOptions(Optional.empty(), Optional.empty(), Instant.EPOCH);
      try (CopyPlan plan =
              CopyPlan.of(
                  List.of(selection),
                  NOTHING,
                  destination,
                  options,
                  store.newTemporaryDirectory());
          var out = new BufferedOutputStream(Files.newOutputStream(tar))) {
        var writer = new LayerWriter(out);
        CopyLayer.of(plan.entries(), NOTHING).write(writer);
        writer.finish();
      }
      layers.unpack(Files.newInputStream(tar), directory);
    } finally {
      Files.deleteIfExists(tar);
    }
  }
}
