package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryClientTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final RegistrySettings FAST =
      new RegistrySettings(Set.of(), 4, Duration.ofMillis(5), Duration.ofSeconds(2));

  private final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
  private ScriptedRegistry registry;
  private RegistryClient client;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    client = client(CredentialSource.ANONYMOUS);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void indexGivesTheManifestOfThePlatform() throws Exception {
    var amd64 = registry.image("app", "a", AMD64, bytes(10));
    var arm = registry.image("app", "b", Platform.parse("linux/arm/v7"), bytes(11));
    Descriptor index = registry.index("app", "1.0", amd64, arm);
    Resolved resolved = client.resolve(name("app:1.0"), Platform.parse("linux/arm/v7"));
    assertEquals(arm.descriptor(), resolved.descriptor());
    assertEquals(arm.manifest(), resolved.manifest());
    assertArrayEquals(arm.manifestBytes(), resolved.bytes());
    assertEquals(index, resolved.named());
    var e =
        assertThrows(
            RegistryException.class,
            () -> client.resolve(name("app:1.0"), Platform.parse("linux/s390x")));
    assertEquals(Kind.NO_PLATFORM, e.kind());
    assertTrue(e.getMessage().contains("available: `linux/amd64`, `linux/arm/v7`"), e.getMessage());
  }

  @Test
  void blobsArriveInTheStoreAndTellTheirProgress() throws Exception {
    byte[] layer = bytes(300_000);
    var image = registry.image("app", "1", AMD64, layer);
    BlobStore store = store();
    List<Descriptor> blobs = new ArrayList<>(image.manifest().layers());
    blobs.add(image.manifest().config());
    client.fetch(name("app:1"), blobs, store);
    assertArrayEquals(layer, store.read(Digest.of(layer)));
    assertArrayEquals(image.configBytes(), store.read(image.id()));
    long total = layer.length + image.configBytes().length;
    assertEquals(
        new BuildEvent.Transfer("pull " + registry.host() + "/app:1", total, total, true),
        events.getLast());
    registry.seen.clear();
    client.fetch(name("app:1"), blobs, store);
    assertEquals(List.of(), registry.seen);
    assertArrayEquals(
        image.configBytes(), client.readBlob(name("app:1"), image.manifest().config()));
  }

  @Test
  void nameWithDigestIsFetchedByDigest() throws Exception {
    var image = registry.image("app", "1", AMD64, bytes(5));
    String digest = image.descriptor().digest().toString();
    assertEquals(image.manifest(), client.resolve(name("app:1@" + digest), AMD64).manifest());
    assertEquals("/v2/app/manifests/" + digest, registry.seen.getLast().path());
  }

  @Test
  void unknownImageIsNotFound() {
    var e = failure(Kind.NOT_FOUND, "app:nope");
    assertEquals(404, e.status());
    assertEquals(
        "registry `"
            + registry.host()
            + "` has no image `"
            + registry.host()
            + "/app:nope`: manifest unknown",
        e.getMessage());
    assertEquals("check the name and the tag", e.hint());
  }

  @Test
  void serverErrorsAreRetriedAndThenReported() throws Exception {
    registry.image("app", "1", AMD64, bytes(5));
    AtomicInteger count = new AtomicInteger();
    registry.teach(
        exchange -> {
          if (count.incrementAndGet() > 3) {
            return false;
          }
          ScriptedRegistry.send(exchange, count.get() == 2 ? 429 : 503, "<html>busy</html>");
          return true;
        });
    client.resolve(name("app:1"), AMD64);
    assertEquals(4, count.get());
    count.set(-100);
    var e = failure(Kind.SERVER, "app:1");
    assertEquals(503, e.status());
    assertTrue(e.getMessage().endsWith(", with an HTML page"), e.getMessage());
    assertEquals(-96, count.get());
  }

  @Test
  void htmlInPlaceOfAManifestIsNoRegistry() {
    registry.manifest("app", "1", "<!doctype html><title>Log in</title>".getBytes());
    failure(Kind.NOT_A_REGISTRY, "app:1");
  }

  @Test
  void garbageInPlaceOfAManifestIsReported() {
    registry.manifest("app", "1", "{\"schemaVersion\":2,\"layers\":7}".getBytes());
    var e = failure(Kind.BAD_CONTENT, "app:1");
    assertTrue(e.getMessage().contains("the manifest lacks `config`"), e.getMessage());
  }

  @Test
  void endlessManifestIsCutOff() {
    registry.teach(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = new byte[1 << 16];
          java.util.Arrays.fill(spaces, (byte) ' ');
          for (int i = 0; i < 100 << 4; i++) {
            exchange.getResponseBody().write(spaces);
          }
          return true;
        });
    failure(Kind.TOO_LARGE, "app:1");
  }

  @Test
  void manifestOfAnotherDigestIsRefused() {
    var image = registry.image("app", "1", AMD64, bytes(5));
    registry.teach(
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Docker-Content-Digest", Digest.of(bytes(3)).toString());
          return false;
        });
    failure(Kind.BAD_DIGEST, "app:1");
    registry.teach(
        exchange -> {
          ScriptedRegistry.send(exchange, 200, "{\"schemaVersion\":2}");
          return true;
        });
    failure(Kind.BAD_DIGEST, "app@" + image.descriptor().digest());
  }

  @Test
  void blobOfAnotherDigestLeavesNothingInTheStore() throws Exception {
    var image = registry.image("app", "1", AMD64, bytes(50));
    registry.teach(
        exchange -> {
          ScriptedRegistry.send(exchange, 200, "x".repeat(50));
          return true;
        });
    BlobStore store = store();
    var e =
        assertThrows(
            RegistryException.class,
            () -> client.fetch(name("app:1"), image.manifest().layers(), store));
    assertEquals(Kind.BAD_DIGEST, e.kind());
    assertEquals(List.of(), store.list());
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void blobOfAnotherLengthIsRefused() throws Exception {
    var image = registry.image("app", "1", AMD64, bytes(50));
    for (int length : new int[] {49, 51, 500_000}) {
      registry.teach(
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[length]);
            return true;
          });
      BlobStore store = store();
      var e =
          assertThrows(
              RegistryException.class,
              () -> client.fetch(name("app:1"), image.manifest().layers(), store));
      assertEquals(Kind.BAD_CONTENT, e.kind(), e.getMessage());
      assertEquals(List.of(), store.list());
    }
  }

  @Test
  void brokenDownloadGoesOnWhereItBrokeOff() throws Exception {
    byte[] layer = bytes(1_000_000);
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
    BlobStore store = store();
    client.fetch(name("app:1"), image.manifest().layers(), store);
    assertArrayEquals(layer, store.read(Digest.of(layer)));
    assertEquals(Optional.of("bytes=630000-999999"), registry.seen.getLast().range());
  }

  @Test
  void serverWithoutRangesIsReadFromTheBeginning() throws Exception {
    byte[] layer = bytes(1_000_000);
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
    BlobStore store = store();
    client.fetch(name("app:1"), image.manifest().layers(), store);
    assertArrayEquals(layer, store.read(Digest.of(layer)));
  }

  @Test
  void stalledBodyIsGivenUp() throws Exception {
    var image = registry.image("app", "1", AMD64, bytes(50));
    client.close();
    client =
        new RegistryClient(
            new RegistrySettings(Set.of(), 1, Duration.ofMillis(1), Duration.ofMillis(300)),
            CredentialSource.ANONYMOUS,
            BuildListener.SILENT);
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
            () -> client.fetch(name("app:1"), image.manifest().layers(), store()));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(e.getMessage().contains("nothing came for"), e.getMessage());
  }

  @Test
  void bodyThatTricklesIsGivenUp() throws Exception {
    var image = registry.image("app", "1", AMD64, bytes(5000));
    client.close();
    client =
        new RegistryClient(
            new RegistrySettings(Set.of(), 2, Duration.ofMillis(1), Duration.ofMillis(300)),
            CredentialSource.ANONYMOUS,
            BuildListener.SILENT);
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
            () -> client.fetch(name("app:1"), image.manifest().layers(), store()));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(e.getMessage().contains("bytes came in"), e.getMessage());
    long requests = registry.seen.stream().filter(seen -> seen.path().contains("/blobs/")).count();
    assertTrue(requests < 10, requests + " requests");
  }

  @Test
  void refusedConnectionSaysSo() throws Exception {
    String gone = registry.host();
    registry.close();
    var e =
        assertThrows(
            RegistryException.class, () -> client.resolve(ImageName.parse(gone + "/app:1"), AMD64));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(e.getMessage().contains("connection refused"), e.getMessage());
  }

  @Test
  void unknownHostSaysHowToGoOnWithoutInternet() {
    var e =
        assertThrows(
            RegistryException.class,
            () -> client.resolve(ImageName.parse("registry.invalid/app:1"), AMD64));
    assertEquals(Kind.UNKNOWN_HOST, e.kind());
    assertTrue(e.hint().contains("`jbuild load`"), e.hint());
  }

  @Test
  void serverThatNeverAnswersIsGivenUp() {
    client.close();
    client =
        new RegistryClient(
            new RegistrySettings(Set.of(), 9, Duration.ofMillis(1), Duration.ofMillis(300)),
            CredentialSource.ANONYMOUS,
            BuildListener.SILENT);
    registry.teach(
        exchange -> {
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
    var e = failure(Kind.UNREACHABLE, "app:1");
    assertTrue(e.getMessage().contains("does not answer in time"), e.getMessage());
    assertEquals(2, registry.seen.size());
  }

  @Test
  void nothingIsAskedBeforeSomethingIsNeeded() throws Exception {
    client.fetch(name("app:1"), List.of(), store());
    assertEquals(List.of(), registry.seen);
  }

  @Test
  void firstFailureEndsTheOtherDownloads() throws Exception {
    List<Descriptor> blobs = new ArrayList<>();
    for (int i = 1; i < 12; i++) {
      byte[] bytes = bytes(i);
      blobs.add(Descriptor.of(MediaTypes.OCI_LAYER_TAR, Digest.of(bytes), bytes.length));
    }
    var e =
        assertThrows(RegistryException.class, () -> client.fetch(name("app:1"), blobs, store()));
    assertEquals(Kind.NOT_FOUND, e.kind());
  }

  private RegistryException failure(Kind kind, String image) {
    var e = assertThrows(RegistryException.class, () -> client.resolve(name(image), AMD64));
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private RegistryClient client(CredentialSource credentials) {
    return new RegistryClient(FAST, credentials, events::add);
  }

  private ImageName name(String text) {
    return ImageName.parse(registry.host() + "/" + text);
  }

  private BlobStore store() throws IOException {
    return BlobStore.at(
        Files.createDirectories(folder.resolve("blobs")),
        Files.createDirectories(folder.resolve("tmp")));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
