package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepCacheTest {
  @TempDir Path temporary;
  private StoreDirectory store;
  private StepCache steps;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temporary.resolve("store"));
    steps = store.steps();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void aRecordIsFoundByItsKeyAsItWasPut() throws IOException {
    StepRecord record = record("a", Optional.of(digest("blob")));
    assertTrue(steps.find(record.key()).isEmpty());
    steps.put(record);
    assertEquals(record, steps.find(record.key()).orElseThrow());
    assertEquals(record.result(), steps.findResult(record.key()).orElseThrow());
    StepRecord without = record("b", Optional.empty());
    steps.put(without);
    assertEquals(without, steps.find(without.key()).orElseThrow());
    assertTrue(steps.findResult(digest("other")).isEmpty());
  }

  @Test
  void aTruncatedOrDamagedRecordIsAMiss() throws IOException {
    StepRecord record = record("a", Optional.of(digest("blob")));
    steps.put(record);
    Path file = temporary.resolve("store/steps/" + record.key().hex() + ".json");
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertTrue(steps.find(record.key()).isEmpty());
      assertTrue(steps.findResult(record.key()).isEmpty());
    }
    var random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      Files.write(file, damaged);
      steps.find(record.key());
      steps.findResult(record.key());
    }
    Files.write(
        file,
        new String(bytes, StandardCharsets.UTF_8)
            .replaceFirst("\"created\":[0-9]+", "\"created\":" + Long.MAX_VALUE)
            .getBytes(StandardCharsets.UTF_8));
    assertTrue(steps.findResult(record.key()).isEmpty());
    Files.writeString(file, "{}\n");
    assertTrue(steps.find(record.key()).isEmpty());
    Files.write(
        file,
        new String(bytes, StandardCharsets.UTF_8)
            .replace("\"format\":1", "\"format\":2")
            .getBytes(StandardCharsets.UTF_8));
    assertTrue(steps.find(record.key()).isEmpty());
    assertTrue(steps.findResult(record.key()).isEmpty());
  }

  @Test
  void aRecordUnderAnotherKeysNameIsAMiss() throws IOException {
    StepRecord record = record("a", Optional.empty());
    steps.put(record);
    Path folder = temporary.resolve("store/steps");
    Digest other = digest("other");
    Files.copy(folder.resolve(record.key().hex() + ".json"), folder.resolve(other.hex() + ".json"));
    assertTrue(steps.find(other).isEmpty());
    assertTrue(steps.findResult(other).isEmpty());
  }

  @Test
  void theEarlierLayerOfTheSameContentIsFound() throws IOException {
    LayerRecord layer = record("a", Optional.of(digest("blob"))).layer();
    Digest definition = digest("definition");
    assertTrue(steps.earlierLayer(definition, layer.contentDigest()).isEmpty());
    var earlier = new EarlierLayer(layer, Instant.ofEpochSecond(5, 6));
    steps.putEarlier(definition, earlier);
    assertEquals(earlier, steps.earlierLayer(definition, layer.contentDigest()).orElseThrow());
    assertTrue(steps.earlierLayer(definition, digest("else")).isEmpty());
    assertTrue(steps.earlierLayer(digest("else"), layer.contentDigest()).isEmpty());
  }

  private static StepRecord record(String name, Optional<Digest> blob) {
    return new StepRecord(
        digest(name),
        new TreeMap<>(Map.of("command", "echo \"hi\"\n", "user", "ä\uD83D\uDE00")),
        new TreeMap<>(Map.of("src/\uDCFFraw", "1", "\uFFFF", "\uD800")),
        new LayerRecord(digest(name + "-diff"), 12345678901L, digest(name + "-content"), blob),
        Set.of(digest("below"), digest("beside")),
        Instant.ofEpochSecond(1_700_000_000L, 123_456_789),
        Duration.ofMillis(1500),
        Set.of("lost-owners", "other"));
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
