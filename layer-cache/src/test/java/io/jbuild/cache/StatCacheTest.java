package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatCacheTest {
  private static final Path CONTEXT = Path.of("/some/context");

  @TempDir Path temporary;
  private StoreDirectory store;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temporary.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void theDigestOfAnUnchangedFileIsKnownToTheNextBuild() throws IOException {
    StatCache first = store.statCache(CONTEXT);
    for (int i = 0; i < 5000; i++) {
      first.record(old(i), digest(i));
    }
    assertEquals(Optional.of(digest(7)), first.find(old(7)));
    first.save();
    StatCache second = store.statCache(CONTEXT);
    for (int i = 0; i < 5000; i++) {
      assertEquals(Optional.of(digest(i)), second.find(old(i)));
    }
    assertTrue(second.find(old(5000)).isEmpty());
    assertTrue(store.statCache(Path.of("/other")).find(old(1)).isEmpty());
  }

  @Test
  void aFileThatDiffersInAnyWayIsNotKnown() throws IOException {
    StatCache cache = store.statCache(CONTEXT);
    cache.record(new FileStat(1, 2, 3, 4, 5, 6), digest(1));
    cache.save();
    StatCache again = store.statCache(CONTEXT);
    assertTrue(again.find(new FileStat(1, 2, 3, 4, 5, 6)).isPresent());
    assertTrue(again.find(new FileStat(9, 2, 3, 4, 5, 6)).isEmpty());
    assertTrue(again.find(new FileStat(1, 9, 3, 4, 5, 6)).isEmpty());
    assertTrue(again.find(new FileStat(1, 2, 9, 4, 5, 6)).isEmpty());
    assertTrue(again.find(new FileStat(1, 2, 3, 9, 5, 6)).isEmpty());
    assertTrue(again.find(new FileStat(1, 2, 3, 4, 9, 6)).isEmpty());
    assertTrue(again.find(new FileStat(1, 2, 3, 4, 5, 9)).isEmpty());
  }

  @Test
  void aFileThatChangedJustNowIsNotTrusted() throws IOException {
    StatCache cache = store.statCache(CONTEXT);
    long now = Instant.now().getEpochSecond() * 1_000_000_000L;
    cache.record(new FileStat(1, 1, 1, now, 5, 0), digest(1));
    cache.record(new FileStat(1, 2, 1, 5, now, 0), digest(2));
    cache.record(new FileStat(1, 3, 1, 5, now + 1_000_000_000_000L, 0), digest(3));
    cache.save();
    assertTrue(cache.find(new FileStat(1, 1, 1, now, 5, 0)).isEmpty());
    try (Stream<Path> files = Files.list(temporary.resolve("store/contexts"))) {
      assertEquals(0, files.count(), "nothing to save");
    }
  }

  @Test
  void whatNoBuildAsksForAnyMoreIsForgottenInTheEnd() throws IOException {
    StatCache first = store.statCache(CONTEXT);
    first.record(old(1), digest(1));
    first.record(old(2), digest(2));
    first.save();
    for (int i = 0; i < 12; i++) {
      StatCache cache = store.statCache(CONTEXT);
      assertTrue(cache.find(old(1)).isPresent());
      cache.record(old(100 + i), digest(i));
      cache.save();
    }
    assertFalse(store.statCache(CONTEXT).find(old(2)).isPresent());
    assertTrue(store.statCache(CONTEXT).find(old(1)).isPresent());
  }

  @Test
  void aDamagedFileCountsAsEmpty() throws IOException {
    StatCache cache = store.statCache(CONTEXT);
    cache.record(old(1), digest(1));
    cache.save();
    Path file;
    try (Stream<Path> files = Files.list(temporary.resolve("store/contexts"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i += 7) {
      byte[] damaged = bytes.clone();
      damaged[i] = (byte) (damaged[i] + 1);
      Files.write(file, damaged);
      assertTrue(store.statCache(CONTEXT).find(old(1)).isEmpty(), "byte " + i);
    }
    Files.write(file, new byte[0]);
    assertTrue(store.statCache(CONTEXT).find(old(1)).isEmpty());
  }

  private static FileStat old(int i) {
    return new FileStat(1, 1000L + i, i, 1_000_000_000L * i, 2_000_000_000L * i, 0100644);
  }

  private static Digest digest(int i) {
    return Digest.of(("content " + i).getBytes(StandardCharsets.UTF_8));
  }
}
