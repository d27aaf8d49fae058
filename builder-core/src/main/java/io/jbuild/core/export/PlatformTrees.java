package io.jbuild.core.export;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of several platforms as one tree, each in a folder of its own: {@code linux_arm64},
 * {@code linux_arm_v7}, as BuildKit names them.
 */
public final class PlatformTrees implements FileTree {
  private static final int FOLDER_MODE = 0755;

  private final SortedMap<String, FileTree> byFolder = new TreeMap<>();

  private record OfFolder(String folder, Object identity) {}

  public PlatformTrees(Map<Platform, FileTree> trees) {
    trees.forEach((platform, tree) -> byFolder.put(folder(platform), tree));
  }

  /** The name of a platform's folder. */
  static String folder(Platform platform) {
    return platform.toString().replace('/', '_');
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    String folder = folder(path);
    if (!path.isEmpty() && !byFolder.containsKey(folder)) {
      return Optional.empty();
    }
    return path.equals(folder)
        ? Optional.of(Entry.directory(path, FOLDER_MODE, 0, 0, Instant.EPOCH))
        : byFolder.get(folder).find(below(path)).map(entry -> in(folder, entry));
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    List<Entry> result = new ArrayList<>();
    if (directory.isEmpty()) {
      for (String folder : byFolder.keySet()) {
        result.add(find(folder).orElseThrow());
      }
      return result;
    }
    String folder = folder(directory);
    if (byFolder.containsKey(folder)) {
      for (Entry entry : byFolder.get(folder).list(below(directory))) {
        result.add(in(folder, entry));
      }
    }
    return result;
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    return byFolder.get(folder(file.path())).open(file.withPath(below(file.path())));
  }

  @Override
  public Digest content(Entry file) throws IOException {
    return byFolder.get(folder(file.path())).content(file.withPath(below(file.path())));
  }

  @Override
  public Optional<Object> linkIdentity(Entry file) throws IOException {
    String folder = folder(file.path());
    return byFolder
        .get(folder)
        .linkIdentity(file.withPath(below(file.path())))
        .map(identity -> new OfFolder(folder, identity));
  }

  private static Entry in(String folder, Entry entry) {
    return entry.withPath(folder + "/" + entry.path());
  }

  private static String folder(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  private static String below(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash + 1);
  }
}
