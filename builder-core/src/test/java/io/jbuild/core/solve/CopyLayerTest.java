package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jbuild.core.context.CopyEntry;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyLayerTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_000_000);

  @Test
  void directoriesOnTheWayAreListedAsTheBaseHasThem() throws IOException {
    RootfsView base = base(directory("tmp", 01777), directory("tmp/a", 0700));
    CopyLayer layer = CopyLayer.of(List.of(copied("tmp/a-b"), copied("tmp/a/new")), base);
    LayerIndex index = written(layer);
    assertEquals(
        List.of("tmp", "tmp/a", "tmp/a-b", "tmp/a/new"),
        index.entries().stream().map(Entry::path).toList());
    assertEquals(01777, index.find("tmp").orElseThrow().mode());
    assertEquals(
        LayerIndex.of(List.of(directory("tmp/a-b", 0755), directory("tmp/a/new", 0755)))
            .contentDigest(),
        index.contentDigest(),
        "directories that are only passed through are no content");
  }

  @Test
  void itIsAnotherLayerWhereADirectoryOnTheWayIsAnother() {
    List<CopyEntry> entries = List.of(copied("opt/new"));
    RootfsView open = base(directory("opt", 0755));
    RootfsView closed = base(directory("opt", 0700));
    RootfsView more = base(directory("opt", 0755), directory("opt/other", 0755));
    assertEquals(
        CopyLayer.of(entries, open).contentDigest(), CopyLayer.of(entries, more).contentDigest());
    assertNotEquals(
        CopyLayer.of(entries, open).contentDigest(), CopyLayer.of(entries, closed).contentDigest());
  }

  @Test
  void aLayerThatListsTheBaseOtherwiseHasOtherParents() throws IOException {
    List<CopyEntry> entries = List.of(copied("opt/new"));
    LayerIndex open = written(CopyLayer.of(entries, base(directory("opt", 0755))));
    LayerIndex closed = written(CopyLayer.of(entries, base(directory("opt", 0700))));
    assertEquals(open.contentDigest(), closed.contentDigest());
    assertNotEquals(open.parentsDigest(), closed.parentsDigest());
  }

  private static LayerIndex written(CopyLayer layer) throws IOException {
    var writer = new LayerWriter(new ByteArrayOutputStream());
    layer.write(writer);
    return writer.finish().index();
  }

  private static CopyEntry copied(String path) {
    return new CopyEntry(directory(path, 0755), ContentSource.NONE);
  }

  private static Entry directory(String path, int mode) {
    return Entry.directory(path, mode, 0, 0, TIME);
  }

  private static RootfsView base(Entry... entries) {
    return new RootfsView(List.of(LayerIndex.of(List.of(entries))), layer -> Path.of("none"));
  }
}
