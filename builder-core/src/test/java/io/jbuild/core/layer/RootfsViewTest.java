package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootfsViewTest {
  private static final RootfsView.LayerTrees NO_TREES =
      layer -> {
        throw new IOException("no tree");
      };

  @TempDir Path temporary;

  @Test
  void randomLayersMergeAsIfUnpackedOneAfterAnother() throws IOException {
    for (int seed = 0; seed < 25; seed++) {
      var layers = new ArrayList<LayerIndex>();
      var expected = new TreeMap<String, Entry>(PathBytes.ORDER);
      for (int i = 0; i < 5; i++) {
        RandomLayer layer = RandomLayer.of(seed * 100L + i, 60);
        layers.add(layer.write(OutputStream.nullOutputStream()).index());
        apply(layer, expected);
      }
      var view = new RootfsView(layers, NO_TREES);
      var found = new ArrayList<String>();
      walk(view, "", found);
      assertEquals(new ArrayList<>(expected.keySet()), found, "seed " + seed);
      for (Entry entry : expected.values()) {
        Entry shown = view.find(entry.path()).orElseThrow();
        assertEquals(entry.mode(), shown.mode(), entry.path());
        assertEquals(
            entry.type() == EntryType.HARDLINK ? EntryType.FILE : entry.type(), shown.type());
      }
    }
  }

  /** Layers as the specification has them, the slow way. */
  private static void apply(RandomLayer layer, TreeMap<String, Entry> onto) {
    for (Entry entry : layer.all()) {
      if (entry.type() == EntryType.WHITEOUT) {
        removeBelow(onto, entry.path());
        onto.remove(entry.path());
      } else if (entry.type() == EntryType.OPAQUE) {
        removeBelow(onto, entry.path());
      }
    }
    for (Entry entry : layer.entries.values()) {
      if (entry.type() == EntryType.WHITEOUT) {
        continue;
      }
      if (!entry.isDirectory()) {
        removeBelow(onto, entry.path());
      }
      onto.put(entry.path(), entry);
    }
  }

  private static void removeBelow(TreeMap<String, Entry> tree, String path) {
    tree.keySet().removeIf(each -> each.startsWith(path + "/"));
  }

  private static void walk(RootfsView view, String directory, List<String> into) {
    var all = new TreeMap<String, Entry>(PathBytes.ORDER);
    collect(view, directory, all);
    into.addAll(all.keySet());
  }

  private static void collect(RootfsView view, String directory, TreeMap<String, Entry> into) {
    for (Entry entry : view.list(directory)) {
      into.put(entry.path(), entry);
      if (entry.isDirectory()) {
        collect(view, entry.path(), into);
      }
    }
  }

  @Test
  void aDirectoryThatNoLayerListsIsThereBecauseOfItsFiles() throws IOException {
    var view = new RootfsView(List.of(index(file("usr/bin/tool"))), NO_TREES);
    assertEquals(0755, view.find("usr").orElseThrow().mode());
    assertEquals(List.of("usr/bin"), view.list("usr").stream().map(Entry::path).toList());
    assertTrue(view.find("usr/lib").isEmpty());
  }

  @Test
  void aDirectoryThatALayerDoesNotListKeepsTheMetadataBelow() throws IOException {
    LayerIndex base = index(Entry.directory("tmp", 01777, 0, 0, Instant.EPOCH));
    var view = new RootfsView(List.of(base, index(file("tmp/new"))), NO_TREES);
    assertEquals(01777, view.find("tmp").orElseThrow().mode());
  }

  @Test
  void directoriesThatALayerOmitsAreMadeAsTheLayersBelowHaveThem(@TempDir Path folder)
      throws IOException {
    Instant time = Instant.ofEpochSecond(1_000_000);
    LayerIndex base =
        index(
            Entry.directory("etc", 0755, 0, 0, time),
            Entry.directory("home", 0755, 0, 0, time),
            Entry.directory("home/app", 0750, 1000, 1000, time),
            Entry.directory("tmp", 01777, 0, 0, time));
    LayerIndex upper = index(file("etc/a"), file("home/app/b/c"), file("tmp/d"), file("var/e"));
    var view = new RootfsView(List.of(base, upper), NO_TREES);
    assertEquals(
        List.of("home", "home/app", "tmp"),
        view.impliedDirectories().stream().map(Entry::path).toList());
    Path tree =
        ImpliedDirectories.make(folder.resolve("tree"), view, Ownership.SINGLE).orElseThrow();
    var modes = new TreeMap<String, Integer>();
    for (DirectoryEntries.OnDisk made : DirectoryEntries.walk(tree)) {
      assertEquals(time, made.entry().mtime());
      modes.put(made.entry().path(), made.entry().mode());
    }
    assertEquals(Map.of("home", 0755, "home/app", 0750, "tmp", 01777), modes);
    assertTrue(
        ImpliedDirectories.make(
                folder.resolve("none"), new RootfsView(List.of(base), NO_TREES), Ownership.SINGLE)
            .isEmpty());
  }

  @Test
  void filesUnderADirectoryThatAnUpperLayerMadeAFileAreGone() throws IOException {
    var view = new RootfsView(List.of(index(file("a/b")), index(file("a"))), NO_TREES);
    assertEquals(EntryType.FILE, view.find("a").orElseThrow().type());
    assertTrue(view.find("a/b").isEmpty());
    assertTrue(view.list("a").isEmpty());
  }

  @Test
  void anImageOfNoLayersHasARoot() {
    var view = new RootfsView(List.of(), NO_TREES);
    assertTrue(view.find("").orElseThrow().isDirectory());
    assertTrue(view.list("").isEmpty());
    assertTrue(view.find("etc").isEmpty());
  }

  @Test
  void textOfAbsurdLengthIsRefusedBeforeItIsRead() {
    Entry huge =
        Entry.file("etc/passwd", 0644, 0, 0, 1L << 40, Instant.EPOCH)
            .withContent(Digest.of(new byte[0]));
    var view = new RootfsView(List.of(index(huge)), NO_TREES);
    var e = assertThrows(LayerException.class, () -> view.text("etc/passwd"));
    assertTrue(e.getMessage().startsWith("`/etc/passwd`"), e.getMessage());
  }

  @Test
  void symlinksAreFollowedButNeverOut() throws IOException {
    var view =
        new RootfsView(
            List.of(
                index(
                    link("bin", "usr/bin"),
                    link("etc/up", "../../../../var"),
                    link("loop", "loop"),
                    Entry.directory("usr/bin", 0755, 0, 0, Instant.EPOCH),
                    link("usr/bin/abs", "/etc/up/x"))),
            NO_TREES);
    assertEquals("usr/bin/new/file", view.resolve("/bin/new/file", true));
    assertEquals("var/x", view.resolve("bin/abs", true));
    assertEquals("usr/bin/abs", view.resolve("bin/abs", false));
    assertEquals("bin", view.resolve("/bin", false));
    assertEquals("var", view.resolve("/../../etc/./up/", true));
    assertEquals("", view.resolve("/", true));
    var e = assertThrows(LayerException.class, () -> view.resolve("loop/x", true));
    assertTrue(e.getMessage().contains("circle"), e.getMessage());
  }

  @Test
  void theBytesComeFromTheTreeOfTheLayerThatShows() throws IOException {
    for (int i = 0; i < 2; i++) {
      Path tree = Files.createDirectories(temporary.resolve("t" + i));
      Files.writeString(tree.resolve("f"), "layer " + i);
      Files.writeString(tree.resolve("g" + i), "g");
    }
    Entry hard =
        new Entry(
            "h",
            EntryType.HARDLINK,
            0644,
            0,
            0,
            0,
            Instant.EPOCH,
            "f",
            0,
            0,
            new TreeMap<>(),
            Optional.empty());
    var view =
        new RootfsView(
            List.of(index(file("f"), file("g0"), hard), index(file("f"), file("g1"))),
            layer -> temporary.resolve("t" + layer));
    assertEquals("layer 1", view.text("/f"));
    assertEquals("g", view.text("g0"));
    assertEquals("layer 0", view.text("h"));
    assertEquals("", view.text("missing"));
    assertFalse(view.find("h").orElseThrow().type() == EntryType.HARDLINK);
  }

  private static Entry file(String path) {
    return Entry.file(path, 0644, 0, 0, 0, Instant.EPOCH).withContent(Digest.of(new byte[0]));
  }

  private static Entry link(String path, String target) {
    return Entry.symlink(path, target, 0, 0, Instant.EPOCH);
  }

  private static LayerIndex index(Entry... entries) {
    return LayerIndex.of(List.of(entries));
  }
}
