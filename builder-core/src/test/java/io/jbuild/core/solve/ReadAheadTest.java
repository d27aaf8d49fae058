package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.core.context.CopyEntry;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_000_000);

  @Test
  void theTarIsTheSameWhoeverReadsTheFiles() throws IOException {
    var random = new Random(7);
    List<CopyEntry> entries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // Some are too big to be read ahead, some are empty.
      byte[] bytes = new byte[i % 50 == 0 ? 300_000 : random.nextInt(9) * i];
      random.nextBytes(bytes);
      Entry file = Entry.file("%03d".formatted(i), 0644, 0, 0, bytes.length, TIME);
      entries.add(new CopyEntry(file.withContent(Digest.of(bytes)), ContentSource.of(bytes)));
      entries.add(
          new CopyEntry(
              Entry.symlink("%03d-link".formatted(i), "x", 0, 0, TIME), ContentSource.NONE));
    }
    var plain = new ByteArrayOutputStream();
    var writer = new LayerWriter(plain);
    for (CopyEntry copied : entries) {
      writer.add(copied.entry(), copied.content());
    }
    var ahead = new ByteArrayOutputStream();
    var aheadWriter = new LayerWriter(ahead);
    layer(entries).write(aheadWriter);
    assertEquals(writer.finish().diffId(), aheadWriter.finish().diffId());
    assertEquals(Digest.of(plain.toByteArray()), Digest.of(ahead.toByteArray()));
  }

  @Test
  void aFileThatGrewOrShrankOrChangedIsToldByName() {
    for (byte[] now : List.of(new byte[3], new byte[5], new byte[] {1, 2, 3, 4})) {
      List<CopyEntry> entries = many(200);
      Entry file = Entry.file("f150x", 0644, 0, 0, 4, TIME).withContent(Digest.of(new byte[4]));
      entries.add(151, new CopyEntry(file, ContentSource.of(now)));
      var failure =
          assertThrows(
              LayerException.class,
              () -> layer(entries).write(new LayerWriter(new ByteArrayOutputStream())));
      assertTrue(failure.getMessage().contains("`f150x` changed"), failure.getMessage());
    }
  }

  @Test
  void whatCannotBeReadFailsWhereItsTurnIs() throws IOException {
    var unreadable = new IOException("unreadable");
    List<CopyEntry> entries = many(200);
    entries.set(
        100,
        new CopyEntry(
            Entry.file("f100", 0644, 0, 0, 4, TIME),
            () -> {
              throw unreadable;
            }));
    try (var ahead = ReadAhead.of(entries)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(4, ahead.next().open().readAllBytes().length);
      }
      assertSame(unreadable, assertThrows(IOException.class, ahead::next));
      assertSame(unreadable, assertThrows(IOException.class, ahead::next));
    }
  }

  private static List<CopyEntry> many(int count) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new CopyEntry(
                        Entry.file("f%03d".formatted(i), 0644, 0, 0, 4, TIME),
                        ContentSource.of(new byte[4])))
            .toList());
  }

  private static CopyLayer layer(List<CopyEntry> entries) {
    return CopyLayer.of(
        entries,
        new RootfsView(List.of(LayerIndex.of(List.<Entry>of())), layer -> Path.of("none")));
  }
}
