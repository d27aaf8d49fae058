package io.jbuild.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.RootfsView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RootfsComparisonTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void whatIsSeenFromInsideCountsNotHowItIsLayered() {
    LayerIndex both = layer(dir("d"), file("d/a", "1"), file("d/b", "2"));
    var one = side(both);
    var two = side(layer(dir("d"), file("d/a", "x"), file("d/b", "2")), layer(file("d/a", "1")));
    assertEquals(List.of(), RootfsComparison.of(one, two));
  }

  @Test
  void addedRemovedAndChangedPathsAreFound() {
    LayerIndex base = layer(dir("d"), file("d/a", "1"), dir("e"), file("e/f", "2"), file("g", "3"));
    var before = side(base);
    var after =
        side(
            base,
            layer(
                Entry.whiteout("e"),
                file("d/a", "longer"),
                file("d/n", "new"),
                file("g", "3").withMode(0600).withOwner(1, 2),
                Entry.symlink("s", "g", 0, 0, THEN)));
    assertEquals(
        List.of(
            "CHANGED /d/a +5 []",
            "ADDED /d/n +3 []",
            "REMOVED /e +0 []",
            "REMOVED /e/f +-1 []",
            "CHANGED /g +0 [mode 644 -> 600, owner 0:0 -> 1:2]",
            "ADDED /s +0 []"),
        shown(before, after));
    assertEquals(6, RootfsComparison.of(after, before).size());
  }

  @Test
  void timesDoNotCountAndSameSizeIsNoSameContent() {
    var before = side(layer(file("a", "1"), file("b", "1")));
    var after = side(layer(file("a", "1").withMtime(Instant.EPOCH), file("b", "2")));
    assertEquals(List.of("CHANGED /b +0 [content]"), shown(before, after));
  }

  @Test
  void directoryThatBecomesAFileLosesAllBelowIt() {
    LayerIndex base = layer(dir("d"), file("d/a", "1"));
    assertEquals(
        List.of("CHANGED /d +1 [type directory -> file, mode 755 -> 644]", "REMOVED /d/a +-1 []"),
        shown(side(base), side(base, layer(file("d", "1")))));
  }

  @Test
  void commonLayersChangeNothingInTheOutcome() {
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      LayerIndex base = random(random, false);
      LayerIndex one = random(random, true);
      LayerIndex two = random(random, true);
      var first = side(base, one);
      var second = side(base, two);
      // With other digests nothing is common, and everything is looked at.
      var apart = new RootfsComparison.Side(List.of(), second.layers(), second.files());
      assertEquals(RootfsComparison.of(first, apart), RootfsComparison.of(first, second));
    }
  }

  private static LayerIndex random(Random random, boolean whiteouts) {
    Map<String, Entry> entries = new TreeMap<>(PathBytes.ORDER);
    for (String top : List.of("a", "b")) {
      int kind = random.nextInt(whiteouts ? 5 : 3);
      switch (kind) {
        case 0 -> entries.put(top, file(top, "t" + random.nextInt(2)));
        case 3 -> entries.put(top, Entry.whiteout(top));
        case 4 -> {
          // nothing of it here
        }
        default -> {
          entries.put(top, dir(top));
          for (String name : List.of("x", "y")) {
            String path = top + "/" + name;
            if (random.nextBoolean()) {
              entries.put(
                  path,
                  whiteouts && random.nextInt(3) == 0
                      ? Entry.whiteout(path)
                      : file(path, "n" + random.nextInt(2)));
            }
          }
        }
      }
    }
    return LayerIndex.of(new ArrayList<>(entries.values()));
  }

  private static List<String> shown(RootfsComparison.Side first, RootfsComparison.Side second) {
    return RootfsComparison.of(first, second).stream()
        .map(c -> c.kind() + " " + c.path() + " +" + c.growth() + " " + c.details())
        .toList();
  }

  private static RootfsComparison.Side side(LayerIndex... layers) {
    List<LayerIndex> all = List.of(layers);
    return new RootfsComparison.Side(
        all.stream().map(layer -> Digest.of(layer.toBytes())).toList(),
        all,
        new RootfsView(
            all,
            position -> {
              throw new AssertionError("a comparison reads no file");
            }));
  }

  private static LayerIndex layer(Entry... entries) {
    Entry[] sorted = entries.clone();
    Arrays.sort(sorted, Comparator.comparing(Entry::path, PathBytes.ORDER));
    return LayerIndex.of(List.of(sorted));
  }

  private static Entry dir(String path) {
    return Entry.directory(path, 0755, 0, 0, THEN);
  }

  private static Entry file(String path, String text) {
    return Entry.file(path, 0644, 0, 0, text.length(), THEN)
        .withContent(Digest.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
