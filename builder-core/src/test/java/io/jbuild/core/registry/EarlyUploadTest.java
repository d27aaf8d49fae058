package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.testing.Images;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EarlyUploadTest {
  private static final RegistrySettings SETTINGS =
      new RegistrySettings(Set.of(), 4, Duration.ofMillis(300), Duration.ofSeconds(2));

  @TempDir private Path folder;
  private ScriptedRegistry registry;
  private RegistryClient client;
  private ImageName name;
  private BlobStore blobs;
  private BlobStore early;
  private ImageAssembly.Assembled image;
  private byte[] layer;

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    client =
        new RegistryClient(
            SETTINGS, CredentialSource.ANONYMOUS, BuildListener.SILENT, new TestPace());
    name = ImageName.parse(registry.host() + "/app:1.0");
    blobs = store("blobs");
    early = store("early");
    makeImage(6_000_000);
  }

  private BlobStore store(String what) throws IOException {
    return BlobStore.at(
        Files.createDirectory(folder.resolve(what)),
        Files.createDirectory(folder.resolve(what + "-tmp")));
  }

  private void makeImage(int size) throws IOException {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    layer = Images.layer("a", new String(noise, StandardCharsets.ISO_8859_1));
    image = Images.store(blobs, Platform.parse("linux/amd64"), List.of(layer));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  /** Writes the layer while it is sent. */
  private EarlyUpload sendWhileItIsWritten() throws IOException {
    try (BlobWriter writer = early.newBlob()) {
      EarlyUpload upload = client.sendEarly(name, writer.follow());
      for (int at = 0; at < layer.length; at += 500_000) {
        writer.write(layer, at, Math.min(500_000, layer.length - at));
      }
      writer.commit();
      return upload;
    }
  }

  private void push(EarlyUpload upload) throws IOException {
    try (upload;
        ImagePush push = client.begin(name, new StoredBlobs(blobs, List.of()), List.of(upload))) {
      push.push(image.descriptor(), List.of("1.0"));
    }
    assertArrayEquals(layer, registry.document("/v2/app/blobs/" + Digest.of(layer)));
    assertArrayEquals(image.manifestBytes(), registry.document("/v2/app/manifests/1.0"));
  }

  private List<String> requests(String method) {
    return registry.requests().stream().filter(request -> request.startsWith(method)).toList();
  }

  @Test
  void blobThatWasSentWhileItWasWrittenIsNotSentAgain() throws Exception {
    push(sendWhileItIsWritten());
    assertEquals(1, requests("PATCH").size());
    // One for the layer, one for the config.
    assertEquals(2, requests("POST").size());
    assertTrue(registry.uploads.sessions.isEmpty());
  }

  @Test
  void registryShowsNothingOfWhatIsNeverPushed() throws Exception {
    EarlyUpload upload = sendWhileItIsWritten();
    while (requests("PATCH").isEmpty()) {
      Thread.sleep(5);
    }
    upload.close();
    assertNull(registry.document("/v2/app/blobs/" + Digest.of(layer)));
    assertEquals(List.of(), requests("PUT"));
  }

  @Test
  void sessionThatNoPushTookIsCancelled() throws Exception {
    EarlyUpload upload = sendWhileItIsWritten();
    Digest other = Digest.of(new byte[1]);
    assertTrue(upload.take(name, other).isEmpty());
    UploadSession session = upload.take(name, Digest.of(layer)).orElseThrow();
    assertEquals(layer.length, session.offset());
    EarlyUpload again = sendWhileItIsWritten();
    again.await();
    again.close();
    assertEquals(Set.of("s1"), registry.uploads.sessions.keySet());
  }

  @Test
  void registryThatTakesNoBytesOfUnknownLengthGetsThemInTheUsualWay() throws Exception {
    registry.teach(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PATCH")) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          ScriptedRegistry.send(exchange, 411, "");
          return true;
        });
    push(sendWhileItIsWritten());
    assertEquals(1, requests("PATCH").size());
  }

  @Test
  void connectionThatBreaksCostsNothingButTime() throws Exception {
    registry.teach(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PATCH")) {
            return false;
          }
          exchange.getRequestBody().readNBytes(100_000);
          throw new SocketException("reset");
        });
    push(sendWhileItIsWritten());
  }

  @Test
  void smallBlobIsLeftToThePush() throws Exception {
    makeImage(100_000);
    EarlyUpload upload = sendWhileItIsWritten();
    assertTrue(upload.take(name, Digest.of(layer)).isEmpty());
    assertEquals(List.of(), registry.requests());
    push(upload);
  }
}
