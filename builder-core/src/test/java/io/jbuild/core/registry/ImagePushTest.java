package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.registry.RegistryException.Kind;
import io.jbuild.core.testing.Images;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImagePushTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final RegistrySettings SETTINGS =
      new RegistrySettings(Set.of(), 4, Duration.ofMillis(300), Duration.ofSeconds(2));

  private final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final TestPace pace = new TestPace();
  @TempDir private Path folder;
  private ScriptedRegistry registry;
  private RegistryClient client;
  private BlobStore blobs;
  private ImageAssembly.Assembled image;
  private byte[] layer;

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    client = new RegistryClient(SETTINGS, CredentialSource.ANONYMOUS, events::add, pace);
    blobs =
        BlobStore.at(
            Files.createDirectory(folder.resolve("blobs")),
            Files.createDirectory(folder.resolve("tmp")));
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    layer = Images.layer("a", new String(noise, StandardCharsets.ISO_8859_1));
    image = Images.store(blobs, AMD64, List.of(layer));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void blobsGoBeforeTheManifestAndTheTagComesLast() throws Exception {
    push(image.descriptor(), "1.0");
    assertArrayEquals(image.manifestBytes(), registry.document("/v2/app/manifests/1.0"));
    assertArrayEquals(layer, registry.document(blob(Digest.of(layer))));
    List<String> writes = registry.requests().stream().filter(r -> r.startsWith("PUT")).toList();
    assertEquals(3, writes.size());
    assertEquals("PUT /v2/app/manifests/1.0", writes.getLast());
    long total = layer.length + image.configBytes().length;
    assertTrue(
        events.contains(
            new BuildEvent.Transfer("push " + registry.host() + "/app:1.0", total, total, true)),
        events::toString);
  }

  @Test
  void childrenOfAnIndexGoBeforeIt() throws Exception {
    var other = Images.store(blobs, Platform.parse("linux/arm64"), List.of(Images.layer("b", "x")));
    Descriptor index = index(image.descriptor(), other.descriptor());
    push(index, "1.0", "latest");
    List<String> writes =
        registry.requests().stream().filter(r -> r.startsWith("PUT /v2/app/manifests")).toList();
    assertEquals(
        List.of(
            "PUT /v2/app/manifests/" + image.descriptor().digest(),
            "PUT /v2/app/manifests/" + other.descriptor().digest(),
            "PUT /v2/app/manifests/1.0",
            "PUT /v2/app/manifests/latest"),
        writes);
  }

  @Test
  void whatIsThereIsNotSentAgain() throws Exception {
    push(image.descriptor(), "1.0");
    registry.seen.clear();
    events.clear();
    push(image.descriptor(), "1.0");
    assertEquals(
        List.of(), registry.requests().stream().filter(r -> !r.startsWith("HEAD")).toList());
    String digest = Digest.of(layer).hex().substring(0, 12);
    assertTrue(
        events.contains(new BuildEvent.Note(digest + ": Layer already exists")), events::toString);
  }

  @Test
  void blobsOfAnotherRepositoryAreMounted() throws Exception {
    registry.blob("base/app", layer);
    push(image.descriptor(), List.of("elsewhere:1/x", registry.host() + "/base/app"), "1.0");
    assertArrayEquals(layer, registry.document(blob(Digest.of(layer))));
    // The config is not there: it is sent in the session that the failed mount has opened.
    assertEquals(2, registry.requests().stream().filter(r -> r.startsWith("POST")).count());
    assertEquals(
        1, registry.requests().stream().filter(r -> r.startsWith("PUT /v2/app/blobs")).count());
  }

  @Test
  void brokenUploadGoesOnWhereTheRegistryGotTo() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    registry.teach(
        exchange -> {
          boolean big =
              exchange.getRequestMethod().equals("PUT")
                  && Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"))
                      > 200_000;
          if (big && broken.getAndIncrement() == 0) {
            String id = exchange.getRequestURI().getPath().replaceAll(".*/", "");
            registry.uploads.sessions.get(id).write(exchange.getRequestBody().readNBytes(100_000));
            throw new SocketException("reset");
          }
          return false;
        });
    push(image.descriptor(), "1.0");
    assertArrayEquals(layer, registry.document(blob(Digest.of(layer))));
    List<String> methods =
        registry.seen.stream()
            .filter(s -> s.path().contains("/uploads/s"))
            .map(ScriptedRegistry.Seen::method)
            .toList();
    assertTrue(methods.contains("GET") && methods.contains("PATCH"), methods::toString);
    assertTotalIsTold();
  }

  @Test
  void lostSessionIsBegunAnew() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    registry.teach(
        exchange -> {
          boolean put =
              exchange.getRequestMethod().equals("PUT")
                  && exchange.getRequestURI().getPath().contains("/uploads/");
          if (put && broken.getAndIncrement() == 0) {
            registry.uploads.sessions.clear();
            throw new SocketException("reset");
          }
          return false;
        });
    push(image.descriptor(), "1.0");
    assertArrayEquals(layer, registry.document(blob(Digest.of(layer))));
    assertTotalIsTold();
  }

  @Test
  void lostAnswerToTheLastByteIsFoundOut() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    registry.teach(
        exchange -> {
          boolean big =
              exchange.getRequestMethod().equals("PUT")
                  && Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"))
                      > 200_000;
          if (big && broken.getAndIncrement() == 0) {
            registry.blob("app", exchange.getRequestBody().readAllBytes());
            registry.uploads.sessions.clear();
            throw new SocketException("reset");
          }
          return false;
        });
    push(image.descriptor(), "1.0");
    assertEquals(
        1,
        registry.seen.stream()
            .filter(s -> s.method().equals("PUT") && s.path().contains(Digest.of(layer).hex()))
            .count());
    assertTotalIsTold();
  }

  @Test
  void registryThatRefusesLongBodiesGetsChunks() throws Exception {
    byte[] big = new byte[5 << 20];
    new Random(2).nextBytes(big);
    var large = Images.store(blobs, AMD64, List.of(big));
    registry.uploads.longestBody = 1_500_000;
    push(large.descriptor(), "1.0");
    assertArrayEquals(big, registry.document(blob(Digest.of(big))));
    assertTrue(
        registry.seen.stream().filter(s -> s.method().equals("PATCH")).count() >= 4,
        registry.requests()::toString);
  }

  @Test
  void registryThatIsBusyIsAskedAgainAndInTheEndReported() throws Exception {
    AtomicInteger count = new AtomicInteger();
    registry.teach(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT") || count.getAndIncrement() >= 2) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Retry-After", "7");
          ScriptedRegistry.send(exchange, 429, "");
          return true;
        });
    push(image.descriptor(), "1.0");
    assertTrue(pace.slept.stream().allMatch(d -> d.toSeconds() >= 7), pace.slept::toString);
    registry.teach(
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          ScriptedRegistry.send(exchange, 429, "");
          return true;
        });
    var e = assertThrows(RegistryException.class, () -> push(image.descriptor(), "2.0"));
    assertEquals(Kind.RATE_LIMITED, e.kind());
  }

  @Test
  void refusedPushSaysWhatTheRegistrySays() {
    registry.teach(
        exchange -> {
          if (!exchange.getRequestMethod().equals("POST")) {
            return false;
          }
          ScriptedRegistry.send(
              exchange, 405, "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"read-only\"}]}");
          return true;
        });
    var e = assertThrows(RegistryException.class, () -> push(image.descriptor(), "1.0"));
    assertEquals(Kind.REJECTED, e.kind());
    assertTrue(e.getMessage().endsWith("with status 405: read-only"), e.getMessage());
    assertEquals("it takes no pushes: perhaps it is a mirror, or read-only", e.hint());
    assertFalse(registry.requests().stream().anyMatch(r -> r.startsWith("PUT")));
  }

  @Test
  void damagedBlobOfTheStoreIsNotBlamedOnTheRegistry() throws Exception {
    Files.write(blobs.path(Digest.of(layer)), new byte[layer.length]);
    var e = assertThrows(RegistryException.class, () -> push(image.descriptor(), "1.0"));
    assertEquals(Kind.BAD_CONTENT, e.kind());
    assertTrue(e.getMessage().contains("is damaged in the store"), e.getMessage());
    assertFalse(registry.requests().contains("PUT /v2/app/manifests/1.0"));
  }

  @Test
  void bytesDoNotFollowAnUploadToAPlainPlace() throws Exception {
    registry.teach(
        exchange -> {
          if (!exchange.getRequestMethod().equals("POST")) {
            return false;
          }
          exchange.getResponseHeaders().add("Location", "ftp://evil/");
          ScriptedRegistry.send(exchange, 202, "");
          return true;
        });
    var e = assertThrows(RegistryException.class, () -> push(image.descriptor(), "1.0"));
    assertEquals(Kind.BAD_REDIRECT, e.kind());
  }

  @Test
  void pushWithoutTagsCanBeHadByDigest() throws Exception {
    push(image.descriptor());
    assertArrayEquals(
        image.manifestBytes(),
        registry.document("/v2/app/manifests/" + image.descriptor().digest()));
  }

  private void assertTotalIsTold() {
    long total = layer.length + image.configBytes().length;
    var last = (BuildEvent.Transfer) events.getLast();
    assertEquals(total, last.done());
    assertTrue(last.finished());
  }

  private Descriptor index(Descriptor... manifests) throws IOException {
    byte[] bytes =
        ImageJson.write(new Index(MediaTypes.OCI_INDEX, List.of(manifests), new TreeMap<>()));
    return Descriptor.of(MediaTypes.OCI_INDEX, blobs.put(bytes), bytes.length);
  }

  private static String blob(Digest digest) {
    return "/v2/app/blobs/" + digest;
  }

  private void push(Descriptor descriptor, String... tags) throws IOException {
    push(descriptor, List.of(), tags);
  }

  private void push(Descriptor descriptor, List<String> repositories, String... tags)
      throws IOException {
    ImageName name = ImageName.parse(registry.host() + "/app:1.0");
    client.push(name, descriptor, List.of(tags), new StoredBlobs(blobs, repositories));
  }
}
