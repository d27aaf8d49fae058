package io.jbuild.core.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Checksum;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.secret.SecretSource;
import io.jbuild.core.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpSourceTest {
  private static final byte[] BYTES = "over http\n".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.of(BYTES);
  private static final String MODIFIED = "Thu, 02 Jan 2020 03:04:05 GMT";
  private static final RemoteSettings IMPATIENT =
      new RemoteSettings(
          3, Duration.ofMillis(1), Duration.ofMillis(600), Duration.ofMillis(300), 1 << 20);

  @TempDir Path temporary;
  private StoreDirectory store;
  private WebServer server;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temporary.resolve("store"));
    server = new WebServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    store.close();
  }

  private HttpSource source() {
    return source(Secrets.NONE);
  }

  private HttpSource source(Secrets secrets) {
    return new HttpSource(store, IMPATIENT, secrets, BuildListener.SILENT);
  }

  private HttpFile fetch(String path) throws IOException {
    return source().fetch(server.address(path), Optional.empty());
  }

  private HttpFile fetch(String path, String checksum) throws IOException {
    return source().fetch(server.address(path), Optional.of(new Checksum(checksum)));
  }

  private static HttpFile again(HttpFile file) {
    return new HttpFile(file.content(), file.size(), file.modified(), false);
  }

  private RemoteException fails(String path) {
    return assertThrows(RemoteException.class, () -> fetch(path));
  }

  @Test
  void aFileComesWithItsTime() throws IOException {
    server.file("/f", BYTES, "Last-Modified", MODIFIED);
    HttpFile file = fetch("/f");
    assertEquals(new HttpFile(DIGEST, BYTES.length, Instant.ofEpochSecond(1577934245), true), file);
    assertArrayEquals(BYTES, store.blobs().read(DIGEST));
  }

  @Test
  void aFileWithoutTimeIsFromTheEpoch() throws IOException {
    server.file("/f", BYTES);
    assertEquals(Instant.EPOCH, fetch("/f").modified());
  }

  @Test
  void theSecondTimeOneConditionalRequestIsMade() throws IOException {
    server.answer(
        "/f",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"one\"");
          exchange.getResponseHeaders().set("Last-Modified", MODIFIED);
          if (WebServer.header(exchange, "If-None-Match").equals("\"one\"")) {
            exchange.sendResponseHeaders(304, -1);
          } else {
            exchange.sendResponseHeaders(200, BYTES.length);
            exchange.getResponseBody().write(BYTES);
          }
        });
    HttpFile first = fetch("/f");
    assertEquals(again(first), fetch("/f"));
    assertEquals(2, server.seen.size());
    assertEquals("\"one\"", server.seen.get(1).ifNoneMatch());
    assertEquals(MODIFIED, server.seen.get(1).ifModifiedSince());
  }

  @Test
  void aServerThatSendsAKnownTagAgainIsNotReadOn() throws IOException {
    server.file("/f", BYTES, "ETag", "W/\"one\"");
    HttpFile first = fetch("/f");
    server.file("/f", "not read".getBytes(StandardCharsets.UTF_8), "ETag", "\"one\"");
    assertEquals(again(first), fetch("/f"));
  }

  @Test
  void aChangedFileIsFetchedAnew() throws IOException {
    server.file("/f", BYTES, "ETag", "\"one\"");
    fetch("/f");
    server.file("/f", new byte[] {1}, "ETag", "\"two\"");
    assertEquals(Digest.of(new byte[] {1}), fetch("/f").content());
  }

  @Test
  void aFileThatIsGoneFromTheStoreIsFetchedAnew() throws IOException {
    server.file("/f", BYTES, "ETag", "\"one\"");
    fetch("/f");
    store.blobs().delete(DIGEST);
    assertEquals(DIGEST, fetch("/f").content());
    assertEquals("", server.seen.get(1).ifNoneMatch());
    assertTrue(store.blobs().has(DIGEST));
  }

  @Test
  void withAChecksumNothingIsAskedWhenTheFileIsThere() throws IOException {
    server.file("/f", BYTES);
    HttpFile first = fetch("/f", DIGEST.toString());
    assertEquals(again(first), fetch("/f", DIGEST.toString()));
    assertEquals(1, server.seen.size());
  }

  @Test
  void everyAlgorithmIsChecked() throws Exception {
    server.file("/f", BYTES);
    for (String algorithm : new String[] {"sha256", "sha384", "sha512"}) {
      var zeros = new Checksum(algorithm + ":" + "0".repeat(algorithmDigits(algorithm)));
      var hash = zeros.newHash();
      hash.update(BYTES);
      String right = zeros.of(hash).text();
      assertEquals(DIGEST, fetch("/f", right).content());
      RemoteException wrong = assertThrows(RemoteException.class, () -> fetch("/f", zeros.text()));
      assertTrue(wrong.getMessage().contains("digest mismatch"), wrong.getMessage());
      assertTrue(wrong.getMessage().contains(right), wrong.getMessage());
    }
  }

  private static int algorithmDigits(String algorithm) {
    return Integer.parseInt(algorithm.substring(3)) / 4;
  }

  @Test
  void aWrongFileLeavesNothingInTheStore() {
    server.file("/f", BYTES);
    assertThrows(RemoteException.class, () -> fetch("/f", "sha256:" + "0".repeat(64)));
    assertFalse(store.blobs().has(DIGEST));
  }

  @Test
  void checksumsAreChecked() {
    for (String text : new String[] {"", "md5:00", "sha256:00", "sha256:" + "A".repeat(64), "x"}) {
      assertThrows(IllegalArgumentException.class, () -> new Checksum(text), text);
    }
  }

  @Test
  void statusesAreToldAtOnceOrAfterRetries() {
    assertTrue(fails("/nope").getMessage().contains("status 404"));
    assertEquals(1, server.seen.size());
    server.answer("/bad", exchange -> exchange.sendResponseHeaders(503, -1));
    assertTrue(fails("/bad").getMessage().contains("status 503"));
    assertEquals(4, server.seen.size());
  }

  @Test
  void aServerThatRecoversIsEnough() throws IOException {
    var tries = new AtomicInteger();
    server.answer(
        "/f",
        exchange -> {
          if (tries.incrementAndGet() == 1) {
            exchange.sendResponseHeaders(500, -1);
          } else {
            exchange.sendResponseHeaders(200, BYTES.length);
            exchange.getResponseBody().write(BYTES);
          }
        });
    assertEquals(DIGEST, fetch("/f").content());
  }

  @Test
  void redirectsAreFollowedTheirNumberIsBounded() throws IOException {
    server.file("/f", BYTES);
    server.redirect("/a", "b/../f");
    assertEquals(DIGEST, fetch("/a").content());
    server.redirect("/loop", "/loop");
    assertTrue(fails("/loop").getMessage().contains("redirects more than 10 times"));
    server.redirect("/file", "file:///etc/passwd");
    assertTrue(fails("/file").getMessage().contains("no web address"));
  }

  @Test
  void aStallingServerTimesOut() {
    var end = new CountDownLatch(1);
    server.answer("/headers", exchange -> await(end));
    server.answer(
        "/body",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(BYTES);
          exchange.getResponseBody().flush();
          await(end);
        });
    // Two limits are as long here, for one byte and for many: either may find it first.
    var givenUp = Pattern.compile("does not answer|answers too slowly");
    for (String path : List.of("/headers", "/body")) {
      String message = fails(path).getMessage();
      assertTrue(givenUp.matcher(message).find(), message);
    }
    end.countDown();
  }

  @Test
  void aServerThatTricklesIsEnded() throws IOException {
    byte[] line = "X-Slow: 1\r\n".getBytes(StandardCharsets.UTF_8);
    try (var head = new TricklingServer("HTTP/1.1 200 OK\r\n", line)) {
      assertTrue(fails(head.address()).getMessage().contains("answers too slowly"));
    }
    byte[] byteOfBody = {'x'};
    try (var body = new TricklingServer("HTTP/1.1 200 OK\r\n\r\n", byteOfBody)) {
      String message = fails(body.address()).getMessage();
      assertTrue(message.contains("answers too slowly"), message);
      assertTrue(message.contains("bytes came in"), message);
    }
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=";
    try (var chunk = new TricklingServer(chunked, byteOfBody)) {
      assertTrue(fails(chunk.address()).getMessage().contains("answers too slowly"));
    }
    assertFalse(Thread.currentThread().isInterrupted());
    try (var files = Files.walk(temporary.resolve("store/tmp"))) {
      assertEquals(0, files.filter(Files::isRegularFile).count(), "nothing half written is left");
    }
  }

  private RemoteException fails(HttpAddress address) {
    return assertThrows(RemoteException.class, () -> source().fetch(address, Optional.empty()));
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tooMuchAndTooLittleAreRefused() {
    server.file("/long", new byte[(1 << 20) + 1]);
    assertTrue(fails("/long").getMessage().contains("sends more than 1048576 bytes"));
    server.answer(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(new byte[1 << 16]);
          }
        });
    assertTrue(fails("/endless").getMessage().contains("sends more than 1048576 bytes"));
    server.answer(
        "/short",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(BYTES);
        });
    assertTrue(fails("/short").getMessage().contains("broke off"));
  }

  @Test
  void nobodyThereIsTold() {
    server.close();
    assertTrue(fails("/f").getMessage().contains("cannot be reached"));
    RemoteException unknown =
        assertThrows(
            RemoteException.class,
            () -> source().fetch(HttpAddress.parse("http://nothing.invalid/f"), Optional.empty()));
    assertTrue(unknown.getMessage().contains("`nothing.invalid` is not known"));
  }

  @Test
  void tokensGoToTheirHostAlone() throws IOException {
    Path token = Files.writeString(temporary.resolve("token"), "s3cret\n");
    var secrets = new Secrets(Map.of("HTTP_AUTH_TOKEN_127.0.0.1", new SecretSource.OfFile(token)));
    try (var other = new WebServer()) {
      other.file("/f", BYTES);
      server.redirect("/f", other.address("/f").text());
      source(secrets).fetch(server.address("/f"), Optional.empty());
      assertEquals("Bearer s3cret", server.seen.getFirst().authorization());
      assertEquals("", other.seen.getFirst().authorization());
    }
  }

  @Test
  void wholeHeadersAndPasswordsOfTheAddressAreSent() throws IOException {
    server.file("/f", BYTES);
    Path header = Files.writeString(temporary.resolve("header"), "Token abc");
    var secrets =
        new Secrets(Map.of("HTTP_AUTH_HEADER_127.0.0.1", new SecretSource.OfFile(header)));
    source(secrets).fetch(server.address("/f"), Optional.empty());
    assertEquals("Token abc", server.seen.get(0).authorization());
    String address = server.address("/f").text().replace("://", "://u:p@");
    source().fetch(HttpAddress.parse(address), Optional.empty());
    assertEquals("Basic dTpw", server.seen.get(1).authorization());
  }

  @Test
  void messagesHoldNoPassword() {
    String address = server.address("/nope").text().replace("://", "://u:pass@");
    RemoteException e =
        assertThrows(
            RemoteException.class,
            () -> source().fetch(HttpAddress.parse(address), Optional.empty()));
    assertFalse(e.getMessage().contains("pass"), e.getMessage());
  }
}
