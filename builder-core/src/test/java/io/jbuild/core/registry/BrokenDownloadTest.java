package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokenDownloadTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir private Path folder;
  private ScriptedPulls pulls;
  private ScriptedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    pulls = new ScriptedPulls(folder);
    registry = pulls.registry;
  }

  @AfterEach
  void stop() {
    pulls.close();
  }

  @Test
  void blobOfAnotherDigestLeavesNothingInTheStore() throws Exception {
    var image = registry.image("app", "1", AMD64, ScriptedPulls.bytes(50));
    registry.teach(
        exchange -> {
          ScriptedRegistry.send(exchange, 200, "x".repeat(50));
          return true;
        });
    BlobStore store = pulls.store();
    var e =
        assertThrows(
            RegistryException.class,
            () -> pulls.client.fetch(pulls.name("app:1"), image.manifest().layers(), store));
    assertEquals(Kind.BAD_DIGEST, e.kind());
    assertEquals(List.of(), store.list());
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void blobOfAnotherLengthIsRefused() throws Exception {
    var image = registry.image("app", "1", AMD64, ScriptedPulls.bytes(50));
    for (int length : new int[] {49, 51, 500_000}) {
      registry.teach(
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[length]);
            return true;
          });
      BlobStore store = pulls.store();
      var e =
          assertThrows(
              RegistryException.class,
              () -> pulls.client.fetch(pulls.name("app:1"), image.manifest().layers(), store));
      assertEquals(Kind.BAD_CONTENT, e.kind(), e.getMessage());
      assertEquals(List.of(), store.list());
    }
  }

  @Test
  void brokenDownloadGoesOnWhereItBrokeOff() throws Exception {
    byte[] layer = ScriptedPulls.bytes(1_000_000);
    var image = registry.image("app", "1", AMD64, layer);
    AtomicInteger breaks = new AtomicInteger(9);
    registry.teach(
        exchange -> {
          if (breaks.getAndDecrement() <= 0) {
            return false;
          }
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from =
              range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
          exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-999999/1000000");
          exchange.sendResponseHeaders(range == null ? 200 : 206, layer.length - from);
          exchange.getResponseBody().write(layer, from, 70_000);
          exchange.getResponseBody().flush();
          return true;
        });
    BlobStore store = pulls.store();
    pulls.client.fetch(pulls.name("app:1"), image.manifest().layers(), store);
    assertArrayEquals(layer, store.read(Digest.of(layer)));
    assertEquals(Optional.of("bytes=630000-999999"), registry.seen.getLast().range());
  }

  @Test
  void serverWithoutRangesIsReadFromTheBeginning() throws Exception {
    byte[] layer = ScriptedPulls.bytes(1_000_000);
    var image = registry.image("app", "1", AMD64, layer);
    AtomicInteger tries = new AtomicInteger();
    registry.teach(
        exchange -> {
          exchange.sendResponseHeaders(200, layer.length);
          exchange
              .getResponseBody()
              .write(layer, 0, tries.getAndIncrement() < 2 ? 400_000 : layer.length);
          exchange.getResponseBody().flush();
          return true;
        });
    BlobStore store = pulls.store();
    pulls.client.fetch(pulls.name("app:1"), image.manifest().layers(), store);
    assertArrayEquals(layer, store.read(Digest.of(layer)));
  }

  @Test
  void stalledBodyIsGivenUp() throws Exception {
    var image = registry.image("app", "1", AMD64, ScriptedPulls.bytes(50));
    pulls.giveUpSoon(1);
    registry.teach(
        exchange -> {
          exchange.sendResponseHeaders(200, 50);
          exchange.getResponseBody().write(new byte[3]);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
    var e =
        assertThrows(
            RegistryException.class,
            () ->
                pulls.client.fetch(pulls.name("app:1"), image.manifest().layers(), pulls.store()));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(e.getMessage().contains("nothing came for"), e.getMessage());
  }

  @Test
  void bodyThatTricklesIsGivenUp() throws Exception {
    var image = registry.image("app", "1", AMD64, ScriptedPulls.bytes(5000));
    pulls.giveUpSoon(2);
    registry.teach(
        exchange -> {
          exchange.sendResponseHeaders(200, 5000);
          try {
            for (int i = 0; i < 5000; i++) {
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              Thread.sleep(30);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
    var e =
        assertThrows(
            RegistryException.class,
            () ->
                pulls.client.fetch(pulls.name("app:1"), image.manifest().layers(), pulls.store()));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(e.getMessage().contains("bytes came in"), e.getMessage());
    long requests = registry.seen.stream().filter(seen -> seen.path().contains("/blobs/")).count();
    assertTrue(requests < 10, requests + " requests");
  }

  @Test
  void firstFailureEndsTheOtherDownloads() throws Exception {
    List<Descriptor> blobs = new ArrayList<>();
    for (int i = 1; i < 12; i++) {
      byte[] bytes = ScriptedPulls.bytes(i);
      blobs.add(Descriptor.of(MediaTypes.OCI_LAYER_TAR, Digest.of(bytes), bytes.length));
    }
    var e =
        assertThrows(
            RegistryException.class,
            () -> pulls.client.fetch(pulls.name("app:1"), blobs, pulls.store()));
    assertEquals(Kind.NOT_FOUND, e.kind());
  }
}
