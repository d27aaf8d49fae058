package io.jbuild.core.export;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.PathBytes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of several platforms in one tree, {@code platform-split=false}. Folders that several
 * have are one; a file that several have is an error, since one would be lost, as with BuildKit.
 */
public final class MergedTrees implements FileTree {
  private final Map<Platform, FileTree> trees;

  private record OfPlatform(Platform platform, Object identity) {}

  private MergedTrees(Map<Platform, FileTree> trees) {
    this.trees = new LinkedHashMap<>(trees);
  }

  /**
   * The merged tree.
   *
   * @throws ExportException naming a file that two platforms have
   */
  public static MergedTrees of(Map<Platform, FileTree> trees) throws IOException {
    var merged = new MergedTrees(trees);
    merged.check("", List.copyOf(trees.keySet()));
    return merged;
  }

  /** Goes through the folders that more than one platform has. */
  private void check(String directory, List<Platform> having) throws IOException {
    Map<String, Entry> first = new LinkedHashMap<>();
    Map<String, List<Platform>> owners = new LinkedHashMap<>();
    for (Platform platform : having) {
      for (Entry entry : trees.get(platform).list(directory)) {
        Entry other = first.putIfAbsent(entry.path(), entry);
        List<Platform> all = owners.computeIfAbsent(entry.path(), path -> new ArrayList<>());
        if (other != null && !(other.isDirectory() && entry.isDirectory())) {
          throw new ExportException(
              "`platform-split=false`: `%s` and `%s` both have the file `/%s`; leave it out, and"
                      .formatted(all.getFirst(), platform, entry.path())
                  + " each platform gets a folder of its own");
        }
        all.add(platform);
      }
    }
    for (Map.Entry<String, List<Platform>> shared : owners.entrySet()) {
      if (shared.getValue().size() > 1) {
        check(shared.getKey(), shared.getValue());
      }
    }
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    for (FileTree tree : trees.values()) {
      Optional<Entry> found = tree.find(path);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>(PathBytes.ORDER);
    for (FileTree tree : trees.values()) {
      tree.list(directory).forEach(entry -> entries.putIfAbsent(entry.path(), entry));
    }
    return List.copyOf(entries.values());
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    return trees.get(owner(file)).open(file);
  }

  @Override
  public Digest content(Entry file) throws IOException {
    return trees.get(owner(file)).content(file);
  }

  @Override
  public Optional<Object> linkIdentity(Entry file) throws IOException {
    Platform owner = owner(file);
    return trees.get(owner).linkIdentity(file).map(identity -> new OfPlatform(owner, identity));
  }

  private Platform owner(Entry file) throws IOException {
    for (Map.Entry<Platform, FileTree> tree : trees.entrySet()) {
      if (tree.getValue().find(file.path()).isPresent()) {
        return tree.getKey();
      }
    }
    throw new FileNotFoundException(file.path());
  }
}
