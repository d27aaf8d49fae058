package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryClientTest {
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
  void indexGivesTheManifestOfThePlatform() throws Exception {
    var amd64 = registry.image("app", "a", AMD64, ScriptedPulls.bytes(10));
    var arm = registry.image("app", "b", Platform.parse("linux/arm/v7"), ScriptedPulls.bytes(11));
    Descriptor index = registry.index("app", "1.0", amd64, arm);
    Resolved resolved = pulls.client.resolve(pulls.name("app:1.0"), Platform.parse("linux/arm/v7"));
    assertEquals(arm.descriptor(), resolved.descriptor());
    assertEquals(arm.manifest(), resolved.manifest());
    assertArrayEquals(arm.manifestBytes(), resolved.bytes());
    assertEquals(index, resolved.named());
    var e =
        assertThrows(
            RegistryException.class,
            () -> pulls.client.resolve(pulls.name("app:1.0"), Platform.parse("linux/s390x")));
    assertEquals(Kind.NO_PLATFORM, e.kind());
    assertTrue(e.getMessage().contains("available: `linux/amd64`, `linux/arm/v7`"), e.getMessage());
  }

  @Test
  void blobsArriveInTheStoreAndTellTheirProgress() throws Exception {
    byte[] layer = ScriptedPulls.bytes(300_000);
    var image = registry.image("app", "1", AMD64, layer);
    BlobStore store = pulls.store();
    List<Descriptor> blobs = new ArrayList<>(image.manifest().layers());
    blobs.add(image.manifest().config());
    pulls.client.fetch(pulls.name("app:1"), blobs, store);
    assertArrayEquals(layer, store.read(Digest.of(layer)));
    assertArrayEquals(image.configBytes(), store.read(image.id()));
    long total = layer.length + image.configBytes().length;
    assertEquals(
        new BuildEvent.Transfer("pull " + registry.host() + "/app:1", total, total, true),
        pulls.events.getLast());
    registry.seen.clear();
    pulls.client.fetch(pulls.name("app:1"), blobs, store);
    assertEquals(List.of(), registry.seen);
    assertArrayEquals(
        image.configBytes(), pulls.client.readBlob(pulls.name("app:1"), image.manifest().config()));
  }

  @Test
  void nameWithDigestIsFetchedByDigest() throws Exception {
    var image = registry.image("app", "1", AMD64, ScriptedPulls.bytes(5));
    String digest = image.descriptor().digest().toString();
    assertEquals(
        image.manifest(), pulls.client.resolve(pulls.name("app:1@" + digest), AMD64).manifest());
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
    registry.image("app", "1", AMD64, ScriptedPulls.bytes(5));
    AtomicInteger count = new AtomicInteger();
    registry.teach(
        exchange -> {
          if (count.incrementAndGet() > 3) {
            return false;
          }
          ScriptedRegistry.send(exchange, count.get() == 2 ? 429 : 503, "<html>busy</html>");
          return true;
        });
    pulls.client.resolve(pulls.name("app:1"), AMD64);
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
    var image = registry.image("app", "1", AMD64, ScriptedPulls.bytes(5));
    registry.teach(
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Docker-Content-Digest", Digest.of(ScriptedPulls.bytes(3)).toString());
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
  void refusedConnectionSaysSo() throws Exception {
    String gone = registry.host();
    registry.close();
    var e =
        assertThrows(
            RegistryException.class,
            () -> pulls.client.resolve(ImageName.parse(gone + "/app:1"), AMD64));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(e.getMessage().contains("connection refused"), e.getMessage());
  }

  @Test
  void unknownHostSaysHowToGoOnWithoutInternet() {
    var e =
        assertThrows(
            RegistryException.class,
            () -> pulls.client.resolve(ImageName.parse("pulls.registry.invalid/app:1"), AMD64));
    assertEquals(Kind.UNKNOWN_HOST, e.kind());
    assertTrue(e.hint().contains("`jbuild load`"), e.hint());
  }

  @Test
  void serverThatNeverAnswersIsGivenUp() {
    pulls.giveUpSoon(9);
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
    pulls.client.fetch(pulls.name("app:1"), List.of(), pulls.store());
    assertEquals(List.of(), registry.seen);
  }

  private RegistryException failure(Kind kind, String image) {
    var e =
        assertThrows(RegistryException.class, () -> pulls.client.resolve(pulls.name(image), AMD64));
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }
}
