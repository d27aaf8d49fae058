package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The merged layers of a root filesystem, read from their indexes (OCI image spec, layer.md,
 * "Whiteouts"). Nothing is merged in advance: for each directory that is looked at it is found out
 * once which layers have a part in it. A hardlink shows as the regular file it is another name of.
 * A directory that files stand in, but that no layer lists, shows as 0755 of 0:0. Thread-safe.
 */
public final class RootfsView implements FileTree {
  private static final int MOST_LINKS = 40;
  private static final int MOST_TEXT = 16 << 20;

  private final List<LayerIndex> layers;
  private final LayerTrees trees;
  private final Map<String, int[]> parts = new ConcurrentHashMap<>();

  /** Gives the unpacked tree of a layer, unpacking it if need be. */
  @FunctionalInterface
  public interface LayerTrees {
    /**
     * @param layer position in the list of layers, 0 the lowest
     */
    Path tree(int layer) throws IOException;
  }

  /**
   * @param layers the lowest first
   */
  public RootfsView(List<LayerIndex> layers, LayerTrees trees) {
    this.layers = List.copyOf(layers);
    this.trees = trees;
  }

  /** This root filesystem with one more layer on top. */
  public RootfsView with(LayerIndex layer, Path tree) {
    List<LayerIndex> all = new ArrayList<>(layers);
    all.add(layer);
    return new RootfsView(all, position -> position < layers.size() ? trees.tree(position) : tree);
  }

  @Override
  public Optional<Entry> find(String path) {
    Found found = locate(path);
    if (found != null) {
      return Optional.of(found.entry());
    }
    boolean directory = path.isEmpty() || parts(path).length > 0;
    return directory ? Optional.of(implied(path)) : Optional.empty();
  }

  /** An entry and the layer that it is from. */
  private record Found(Entry entry, int layer, String pathInLayer) {}

  /** What a layer lists at the path and none above it hides; null if there is nothing. */
  private Found locate(String path) {
    byte[] bytes = PathBytes.encode(path);
    byte[] prefix = prefix(path);
    boolean implied = false;
    for (int layer : path.isEmpty() ? all() : parts(parent(path))) {
      LayerIndex index = layers.get(layer);
      int position = index.position(bytes);
      if (position >= 0) {
        EntryType type = index.type(position);
        boolean visible = type != EntryType.WHITEOUT && (!implied || type == EntryType.DIRECTORY);
        return visible ? found(index, position, layer) : null;
      }
      if (index.isOpaque(bytes)) {
        return null;
      }
      implied |= hasBelow(index, prefix);
    }
    return null;
  }

  private static Found found(LayerIndex index, int position, int layer) {
    Entry entry = index.get(position);
    if (entry.type() != EntryType.HARDLINK) {
      return new Found(entry, layer, entry.path());
    }
    Entry target = index.find(entry.linkTarget()).orElseThrow();
    return new Found(target.withPath(entry.path()), layer, target.path());
  }

  /** The layers that have a part in a directory, the uppermost first; none if it is none. */
  private int[] parts(String directory) {
    int[] known = parts.get(directory);
    if (known == null) {
      known = findParts(directory);
      parts.put(directory, known);
    }
    return known;
  }

  private int[] findParts(String directory) {
    byte[] bytes = PathBytes.encode(directory);
    byte[] prefix = prefix(directory);
    int[] above = directory.isEmpty() ? all() : parts(parent(directory));
    int[] found = new int[above.length];
    int count = 0;
    for (int layer : above) {
      LayerIndex index = layers.get(layer);
      int position = index.position(bytes);
      if (position >= 0 && index.type(position) != EntryType.DIRECTORY) {
        break;
      }
      boolean opaque = index.isOpaque(bytes);
      if (position >= 0 || opaque || hasBelow(index, prefix) || directory.isEmpty()) {
        found[count++] = layer;
      }
      if (opaque) {
        break;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private int[] all() {
    int[] all = new int[layers.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = all.length - 1 - i;
    }
    return all;
  }

  private static boolean hasBelow(LayerIndex index, byte[] prefix) {
    int position = index.lowerBound(prefix, 0);
    return position < index.size() && index.pathStartsWith(position, prefix);
  }

  @Override
  public List<Entry> list(String directory) {
    var names = new TreeMap<String, Entry>(PathBytes.ORDER);
    for (int layer : parts(directory)) {
      for (String child : children(layers.get(layer), directory)) {
        // The first layer that knows a name decides whether it is there; find() knows how.
        names.computeIfAbsent(child, path -> find(path).orElse(Entry.whiteout(path)));
      }
    }
    names.values().removeIf(entry -> entry.type() == EntryType.WHITEOUT);
    return new ArrayList<>(names.values());
  }

  /** Paths of what a layer has right in a directory, hidden or not. */
  private static List<String> children(LayerIndex index, String directory) {
    byte[] prefix = prefix(directory);
    var children = new ArrayList<String>();
    int position = index.lowerBound(prefix, 0);
    while (position < index.size() && index.pathStartsWith(position, prefix)) {
      byte[] path = index.path(position);
      int slash = prefix.length;
      while (slash < path.length && path[slash] != '/') {
        slash++;
      }
      if (path.length > prefix.length) {
        String child = PathBytes.decode(Arrays.copyOf(path, slash));
        if (children.isEmpty() || !children.getLast().equals(child)) {
          children.add(child);
        }
      }
      if (slash < path.length) {
        // Past everything below the child: `0` is the byte after `/`.
        byte[] past = Arrays.copyOf(path, slash + 1);
        past[slash] = '/' + 1;
        position = index.lowerBound(past, position + 1);
      } else {
        position++;
      }
    }
    return children;
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    Found found = locateFile(file.path());
    Path path = DiskNames.resolve(trees.tree(found.layer()), found.pathInLayer());
    return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Digest content(Entry file) throws IOException {
    return locateFile(file.path()).entry().content().orElseThrow();
  }

  @Override
  public Optional<Object> linkIdentity(Entry file) throws IOException {
    Found found = locateFile(file.path());
    return Optional.of(List.of(found.layer(), found.pathInLayer()));
  }

  private Found locateFile(String path) throws NoSuchFileException {
    Found found = locate(path);
    if (found == null || found.entry().type() != EntryType.FILE) {
      throw new NoSuchFileException("/" + Names.shown(path), null, "not a regular file");
    }
    return found;
  }

  /**
   * The text of a small file such as {@code /etc/passwd}, symlinks followed; empty if missing.
   *
   * @throws LayerException when it has more than 16 MiB
   */
  public String text(String path) throws IOException {
    Optional<Entry> file =
        find(resolve(path, true)).filter(entry -> entry.type() == EntryType.FILE);
    if (file.isEmpty()) {
      return "";
    }
    if (file.get().size() > MOST_TEXT) {
      throw new LayerException(
          "`/"
              + Names.shown(path)
              + "` of the image has "
              + file.get().size()
              + " bytes; at most 16 MiB of it are read");
    }
    try (InputStream in = open(file.get())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * The path that {@code path} (absolute, or relative to the root) leads to, symlinks followed as
   * under chroot: never out of the root. Parts that do not exist stay as they are.
   *
   * @param followLast whether a symlink in the last place is followed, too
   * @throws LayerException when symlinks go round in a circle
   */
  public String resolve(String path, boolean followLast) throws LayerException {
    var walk = new PathWalk(path);
    int links = 0;
    while (walk.step() && (followLast || !walk.isLast())) {
      Optional<Entry> there = find(walk.path());
      if (there.isPresent() && there.get().type() == EntryType.SYMLINK) {
        if (++links > MOST_LINKS) {
          throw new LayerException(
              "`" + Names.shown(path) + "` leads through symlinks that go in a circle");
        }
        walk.follow(there.get().linkTarget());
      }
    }
    return walk.path();
  }

  /**
   * Directories that some layer has files in but does not list, where lower layers say another mode
   * or owner than the one that its tree alone can give them; with the directories that lead there,
   * outermost first.
   */
  public List<Entry> impliedDirectories() {
    var paths = new TreeSet<String>(PathBytes.ORDER);
    for (LayerIndex layer : layers) {
      for (String path : layer.impliedDirectories()) {
        if (find(path).filter(RootfsView::differsFromImplied).isPresent()) {
          for (String at = path; !at.isEmpty(); at = parent(at)) {
            paths.add(at);
          }
        }
      }
    }
    return paths.stream().map(path -> find(path).orElseThrow()).toList();
  }

  private static boolean differsFromImplied(Entry entry) {
    Entry implied = implied(entry.path());
    return entry.isDirectory()
        && (entry.mode() != implied.mode()
            || entry.uid() != implied.uid()
            || entry.gid() != implied.gid());
  }

  private static Entry implied(String path) {
    return Entry.directory(path, 0755, 0, 0, Instant.EPOCH);
  }

  private static byte[] prefix(String directory) {
    return directory.isEmpty() ? new byte[0] : PathBytes.encode(directory + "/");
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
