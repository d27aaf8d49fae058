package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that misbehave on purpose: the right end, in bounded time, nothing given away. */
final class HostileRegistryTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final RegistrySettings SETTINGS =
      new RegistrySettings(Set.of(), 5, Duration.ofMillis(300), Duration.ofSeconds(2));

  private final TestPace pace = new TestPace();
  @TempDir private Path folder;
  private ScriptedRegistry registry;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    client = new RegistryClient(SETTINGS, CredentialSource.ANONYMOUS, BuildListener.SILENT, pace);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void stormOf429IsWaitedForAsAskedAndEnds() throws Exception {
    storm("11");
    var e = failure("app:1");
    assertEquals(Kind.RATE_LIMITED, e.kind());
    assertEquals(4, pace.slept.size());
    assertTrue(
        pace.slept.stream().allMatch(d -> d.toSeconds() >= 11 && d.toSeconds() < 40),
        pace.slept::toString);
  }

  @Test
  void dateOfRetryAfterIsUnderstood() throws Exception {
    storm(
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            pace.now().plusSeconds(20).atOffset(ZoneOffset.UTC)));
    failure("app:1");
    assertTrue(pace.slept.getFirst().toMillis() >= 20_000, pace.slept::toString);
    assertTrue(pace.slept.get(1).toMillis() < 2_000, pace.slept::toString);
  }

  @Test
  void whoAsksForAnHourIsNotWaitedFor() throws Exception {
    storm("3600");
    var e = failure("app:1");
    assertEquals(List.of(), pace.slept);
    assertTrue(e.hint().contains("`Retry-After: 3600`"), e.hint());
  }

  @Test
  void delaysAreJitteredAndBounded() throws Exception {
    storm("");
    failure("app:1");
    long bound = 300;
    for (Duration delay : pace.slept) {
      assertTrue(delay.toMillis() <= bound, pace.slept::toString);
      bound *= 2;
    }
  }

  private void storm(String retryAfter) {
    registry.teach(
        exchange -> {
          if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          ScriptedRegistry.send(exchange, 429, "");
          return true;
        });
  }

  @Test
  void tagThatMovesDuringAPullGivesOneImage() throws Exception {
    byte[] layer = bytes(1);
    var before = registry.image("app", "1", AMD64, layer);
    BlobStore store = store();
    ImageName name = name("app:1");
    Resolved resolved = client.resolve(name, AMD64);
    registry.image("app", "1", AMD64, bytes(2));
    client.fetch(name, resolved.manifest().layers(), store);
    assertArrayEquals(before.configBytes(), client.readBlob(name, resolved.manifest().config()));
    assertArrayEquals(layer, store.read(Digest.of(layer)));
  }

  @Test
  void indexThatRefersToItselfByAnotherNameEnds() throws Exception {
    // A digest cannot hold itself, but a chain without end is as good as a circle.
    Descriptor inner = registry.image("app", "x", AMD64, bytes(1)).descriptor();
    for (int i = 0; i < 9; i++) {
      byte[] bytes =
          ImageJson.write(
              new Index(MediaTypes.OCI_INDEX, List.of(inner.withPlatform(AMD64)), new TreeMap<>()));
      registry.manifest("app", "1", bytes);
      inner = Descriptor.of(MediaTypes.OCI_INDEX, Digest.of(bytes), bytes.length);
    }
    var e = failure("app:1");
    assertEquals(Kind.BAD_CONTENT, e.kind());
    assertTrue(e.getMessage().contains("nests indexes too deeply"), e.getMessage());
    assertTrue(registry.seen.size() < 9);
  }

  @Test
  void manifestOfAnUnknownTypeIsNamed() {
    registry.manifest(
        "app",
        "1",
        "{\"schemaVersion\":2,\"mediaType\":\"application/x.thing\",\"config\":{},\"layers\":[]}"
            .getBytes(StandardCharsets.UTF_8));
    var e = failure("app:1");
    assertEquals(Kind.BAD_CONTENT, e.kind());
    assertFalse(e.getMessage().isEmpty());
  }

  @Test
  void slowDripOfAManifestIsGivenUp() throws Exception {
    registry.image("app", "1", AMD64, bytes(1));
    AtomicInteger tries = new AtomicInteger();
    registry.teach(
        exchange -> {
          tries.incrementAndGet();
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(3_000);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return true;
        });
    var e = failure("app:1");
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertEquals(1, tries.get());
  }

  @Test
  void uploadDoesNotCarryCredentialsToTheHostItIsSentTo() throws Exception {
    try (var other = new ScriptedRegistry()) {
      registry.teach(
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean known = exchange.getRequestHeaders().getFirst("Authorization") != null;
            if (!known) {
              exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
              ScriptedRegistry.send(exchange, 401, "");
              return true;
            }
            if (exchange.getRequestMethod().equals("POST")) {
              String place = "http://localhost:" + other.host().replaceAll(".*:", "") + "/put";
              exchange.getResponseHeaders().add("Location", place);
              ScriptedRegistry.send(exchange, 202, "");
              return true;
            }
            return false;
          });
      other.teach(
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            ScriptedRegistry.send(exchange, 201, "");
            return true;
          });
      BlobStore store = store();
      byte[] bytes = bytes(3);
      Digest digest = store.put(bytes);
      try (var me =
          new RegistryClient(
              SETTINGS,
              host -> java.util.Optional.of(new Credentials.Password("me", "s3cret")),
              BuildListener.SILENT,
              pace)) {
        var push =
            new BlobPush(
                me.transport(),
                name("app:1"),
                Descriptor.of(MediaTypes.OCI_LAYER_TAR, digest, bytes.length));
        push.upload(
            new StoredBlobs(store, List.of()), new TransferProgress("", 0, BuildListener.SILENT));
      }
      assertEquals(1, other.seen.size());
      assertTrue(other.seen.getFirst().authorization().isEmpty());
    }
  }

  private RegistryException failure(String name) {
    return assertThrows(RegistryException.class, () -> client.resolve(name(name), AMD64));
  }

  private ImageName name(String text) {
    return ImageName.parse(registry.host() + "/" + text);
  }

  private BlobStore store() throws IOException {
    return BlobStore.at(
        Files.createDirectories(folder.resolve("blobs")),
        Files.createDirectories(folder.resolve("tmp")));
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[1000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
