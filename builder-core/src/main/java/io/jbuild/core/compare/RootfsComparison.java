package io.jbuild.core.compare;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.RootfsView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what two images look like from inside, whatever layers they are made of. Layers that
 * both begin with are not looked into: below them only directories that a later layer has something
 * in can differ.
 */
public final class RootfsComparison {
  private final RootfsView first;
  private final RootfsView second;
  private final Set<String> touched;
  private final List<FileChange> found = new ArrayList<>();

  /** The layers of an image with what they list, lowest first. */
  public record Side(List<Digest> diffIds, List<LayerIndex> layers, RootfsView files) {}

  private RootfsComparison(RootfsView first, RootfsView second, Set<String> touched) {
    this.first = first;
    this.second = second;
    this.touched = touched;
  }

  /** All paths that differ, in the order of their bytes, directories before what they hold. */
  public static List<FileChange> of(Side first, Side second) {
    int common = 0;
    while (common < Math.min(first.diffIds().size(), second.diffIds().size())
        && first.diffIds().get(common).equals(second.diffIds().get(common))) {
      common++;
    }
    Set<String> touched = new HashSet<>();
    touch(first.layers().subList(common, first.layers().size()), touched);
    touch(second.layers().subList(common, second.layers().size()), touched);
    var comparison = new RootfsComparison(first.files(), second.files(), touched);
    comparison.directory("");
    return List.copyOf(comparison.found);
  }

  private static void touch(List<LayerIndex> layers, Set<String> touched) {
    for (LayerIndex layer : layers) {
      for (Entry entry : layer.entries()) {
        String path = entry.path();
        while (touched.add(path) && !path.isEmpty()) {
          path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
      }
    }
  }

  private void directory(String path) {
    Map<String, Entry> others = new TreeMap<>(PathBytes.ORDER);
    second.list(path).forEach(entry -> others.put(entry.path(), entry));
    Map<String, Optional<Entry>> all = new TreeMap<>(PathBytes.ORDER);
    first.list(path).forEach(entry -> all.put(entry.path(), Optional.of(entry)));
    others.keySet().forEach(name -> all.putIfAbsent(name, Optional.empty()));
    all.forEach((name, entry) -> compare(name, entry, Optional.ofNullable(others.get(name))));
  }

  private void compare(String path, Optional<Entry> a, Optional<Entry> b) {
    boolean same = a.isPresent() && b.isPresent() && EntryForm.isSame(a.get(), b.get());
    if (!same) {
      found.add(new FileChange("/" + path, a, b));
    }
    boolean inFirst = a.filter(Entry::isDirectory).isPresent();
    boolean inSecond = b.filter(Entry::isDirectory).isPresent();
    if (inFirst && inSecond) {
      if (touched.contains(path)) {
        directory(path);
      }
    } else if (inFirst) {
      first
          .list(path)
          .forEach(child -> compare(child.path(), Optional.of(child), Optional.empty()));
    } else if (inSecond) {
      second
          .list(path)
          .forEach(child -> compare(child.path(), Optional.empty(), Optional.of(child)));
    }
  }
}
