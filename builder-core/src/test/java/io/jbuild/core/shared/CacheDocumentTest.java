package io.jbuild.core.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepResult;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheDocumentTest {
  @Test
  void recordsAndMountsComeBackAsTheyWereWritten() throws Exception {
    CacheRecord record = record("a");
    var mount = new CacheMount(digest("m"), "npm", true, 1234, List.of(chunk("1"), chunk("2")));
    CacheDocument written =
        CacheDocument.EMPTY.with(List.of(entry(record), CacheDocument.Entry.of(mount, manifest())));
    assertTrue(CacheDocument.isCache(written.toBytes()));
    CacheDocument read = CacheDocument.parse(written.toBytes());
    assertEquals(Optional.of(record), read.record(record.key()));
    assertEquals(
        Optional.of(mount), read.entries().get(CacheMount.name(digest("m"), true)).mount());
    assertEquals(0, read.unknown());
    assertEquals(Optional.empty(), read.record(digest("other")));
  }

  @Test
  void whatIsUsedStandsLastAndTheFirstGiveWay() throws Exception {
    CacheDocument document = CacheDocument.EMPTY;
    for (int i = 0; i < 2600; i++) {
      document = document.with(List.of(entry(record("r" + i))));
      if (i % 100 == 0) {
        document = document.with(List.of(entry(record("r0"))));
      }
    }
    assertEquals(2500, document.entries().size());
    assertTrue(document.record(digest("r0")).isPresent());
    assertTrue(document.record(digest("r50")).isEmpty());
    assertTrue(document.toBytes().length < 4 << 20, document.toBytes().length + " bytes");
    assertEquals(document.entries(), CacheDocument.parse(document.toBytes()).entries());
  }

  @Test
  void whatIsNotUnderstoodIsCountedAndKept() throws Exception {
    Descriptor foreign = manifest().withAnnotation("io.jbuild.cache.record", "{\"key\":1}");
    CacheDocument document =
        CacheDocument.EMPTY.with(
            List.of(
                entry(record("a")),
                new CacheDocument.Entry(foreign, Optional.empty(), Optional.empty())));
    CacheDocument read = CacheDocument.parse(document.toBytes());
    assertEquals(1, read.unknown());
    assertTrue(read.record(digest("a")).isPresent());
    assertEquals(2, read.with(List.of(entry(record("b")))).entries().size() - 1);
  }

  @Test
  void anotherIndexIsNoCache() {
    byte[] image = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
    assertFalse(CacheDocument.isCache(image));
    assertThrows(ImageFormatException.class, () -> CacheDocument.parse(image));
    assertFalse(CacheDocument.isCache(new byte[0]));
  }

  @Test
  void recordThatContradictsItselfIsNone() {
    String whole = new String(record("a").toBytes(), StandardCharsets.UTF_8);
    assertTrue(CacheRecord.parse(whole).isPresent());
    for (Map.Entry<String, String> change :
        Map.of(
                "\"size\":77", "\"size\":-1",
                "\"layerSize\":55", "\"layerSize\":99999999999999999999",
                "gzip-1", "gzip-10",
                "\"took\":1500", "\"took\":-5",
                "\"marks\":[]", "\"marks\":[\"" + "x".repeat(100) + "\"]",
                "\"indexSize\":44", "\"indexSize\":99999999",
                "\"created\":7", "\"created\":9223372036854775807")
            .entrySet()) {
      String changed = whole.replace(change.getKey(), change.getValue());
      assertFalse(changed.equals(whole), change.toString());
      assertTrue(CacheRecord.parse(changed).isEmpty(), changed);
    }
    assertTrue(CacheRecord.parse(whole.replace("gzip-1", "uncompressed")).isEmpty());
  }

  @Test
  void noBytesUpsetTheReaders() throws Exception {
    byte[] good =
        CacheDocument.EMPTY
            .with(
                List.of(
                    entry(record("a")),
                    CacheDocument.Entry.of(
                        new CacheMount(digest("m"), "x", false, 5, List.of(chunk("1"))),
                        manifest())))
            .toBytes();
    String record = new String(record("a").toBytes(), StandardCharsets.UTF_8);
    var random = new Random(11);
    for (int round = 0; round < 4000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        CacheDocument.parse(bytes);
      } catch (ImageFormatException e) {
        assertFalse(e.getMessage().isEmpty());
      }
      int from = random.nextInt(record.length());
      String cut = record.substring(0, from) + (char) random.nextInt(128) + record.substring(from);
      CacheRecord.parse(cut);
      CacheMount.parse(cut);
    }
  }

  private static CacheDocument.Entry entry(CacheRecord record) {
    return CacheDocument.Entry.of(record, manifest());
  }

  private static Descriptor manifest() {
    return Descriptor.of(MediaTypes.OCI_MANIFEST, digest("manifest"), 321);
  }

  private static Descriptor chunk(String name) {
    return Descriptor.of(CacheMount.CHUNK_MEDIA_TYPE, digest(name), 10);
  }

  private static CacheRecord record(String key) {
    return new CacheRecord(
        digest(key),
        new StepResult(
            new LayerRecord(digest("diff"), 77, digest("content"), Optional.of(digest("diff"))),
            Instant.ofEpochSecond(7, 8_000_000),
            Duration.ofMillis(1500),
            Set.of()),
        Descriptor.of(MediaTypes.OCI_LAYER_GZIP, digest("blob"), 55),
        Compression.GZIP,
        Optional.of(Descriptor.of(CacheRecord.INDEX_MEDIA_TYPE, digest("index"), 44)));
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
