package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import io.jbuild.core.testing.Images;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that wants tokens, some of which do not live long. */
final class PushAuthTest {
  private static final Credentials.Password ME = new Credentials.Password("me", "s3cret");

  private final TestPace pace = new TestPace();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger valid = new AtomicInteger();
  @TempDir private Path folder;
  private ScriptedRegistry registry;
  private BlobStore blobs;
  private ImageAssembly.Assembled image;
  private byte[] layer;
  private String extra = "";

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    registry.teach(this::guard);
    blobs =
        BlobStore.at(
            Files.createDirectory(folder.resolve("blobs")),
            Files.createDirectory(folder.resolve("tmp")));
    layer = Images.layer("a", "text");
    image = Images.store(blobs, Platform.parse("linux/amd64"), List.of(layer));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /** Lets in who has the last token, and gives tokens to those who know the password. */
  private boolean guard(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (path.startsWith("/token")) {
      asked.add(URLDecoder.decode(path, StandardCharsets.UTF_8));
      boolean known = authorization.equals(ME.basicHeader());
      if (known) {
        valid.set(tokens.incrementAndGet());
      }
      ScriptedRegistry.send(
          exchange,
          known ? 200 : 401,
          "{\"token\":\"t" + valid.get() + "\",\"expires_in\":60" + extra + "}");
      return true;
    }
    if (authorization.equals("Bearer t" + valid.get())) {
      return false;
    }
    exchange.getRequestBody().readAllBytes();
    String scope =
        path.equals("/v2/")
            ? ""
            : path.contains("/uploads") ? "repository:app:push" : "repository:app:pull";
    exchange
        .getResponseHeaders()
        .add(
            "WWW-Authenticate",
            "Bearer realm=\"http://"
                + registry.host()
                + "/token\",service=\"s\",scope=\""
                + scope
                + "\"");
    ScriptedRegistry.send(exchange, 401, "");
    return true;
  }

  @Test
  void tokenForAPushIsAskedForOnceWithAllItNeeds() throws Exception {
    push(List.of());
    assertEquals(List.of("/token?service=s&scope=repository:app:pull,push"), asked);
    assertArrayEquals(image.manifestBytes(), registry.document("/v2/app/manifests/1"));
  }

  @Test
  void mountAsksToReadTheOtherRepositoryToo() throws Exception {
    registry.blob("base", layer);
    push(List.of(registry.host() + "/base"));
    assertTrue(
        asked.contains(
            "/token?service=s&scope=repository:app:pull,push&scope=repository:base:pull"),
        asked::toString);
    assertArrayEquals(layer, registry.document("/v2/app/blobs/" + Digest.of(layer)));
  }

  @Test
  void tokenThatIsRefusedInTheMiddleIsReplaced() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    registry.teach(
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT") && puts.getAndIncrement() == 0) {
            valid.set(99);
          }
          return false;
        });
    push(List.of());
    assertTrue(asked.size() >= 2, asked::toString);
    assertArrayEquals(image.manifestBytes(), registry.document("/v2/app/manifests/1"));
  }

  @Test
  void tokenIsRenewedBeforeItExpires() throws Exception {
    try (RegistryClient client = client(ME)) {
      push(client, List.of());
      pace.pass(Duration.ofSeconds(57));
      registry.seen.clear();
      push(client, List.of());
      assertEquals(2, asked.size(), asked::toString);
      assertFalse(
          registry.seen.stream().anyMatch(s -> s.authorization().equals(Optional.of("Bearer t1"))),
          registry.seen::toString);
    }
  }

  @Test
  void wrongPasswordIsToldWithoutIt() {
    var e =
        assertThrows(
            RegistryException.class,
            () -> {
              try (RegistryClient client = client(new Credentials.Password("me", "hunter2"))) {
                push(client, List.of());
              }
            });
    assertEquals(Kind.UNAUTHORIZED, e.kind());
    assertFalse((e.getMessage() + e.hint()).contains("hunter2"), e.getMessage());
    assertTrue(e.hint().contains("jbuild login"), e.hint());
  }

  @Test
  void loginKeepsTheRefreshTokenWhereOneIsGiven() throws Exception {
    registry.guardPing = true;
    try (RegistryClient client = client(ME)) {
      assertEquals(ME, client.login(registry.host(), ME));
      assertEquals(
          List.of("/token?account=me&client_id=jbuild&offline_token=true&service=s"), asked);
      extra = ",\"refresh_token\":\"r\"";
      assertEquals(new Credentials.RefreshToken("r"), client.login(registry.host(), ME));
      var e =
          assertThrows(
              RegistryException.class,
              () -> client.login(registry.host(), new Credentials.Password("me", "hunter2")));
      assertEquals(Kind.UNAUTHORIZED, e.kind());
      assertTrue(e.getMessage().contains("does not accept this name and password"));
    }
  }

  private RegistryClient client(Credentials credentials) {
    var settings = new RegistrySettings(Set.of(), 3, Duration.ofMillis(300), Duration.ofSeconds(5));
    return new RegistryClient(
        settings, host -> Optional.of(credentials), BuildListener.SILENT, pace);
  }

  private void push(List<String> repositories) throws IOException {
    try (RegistryClient client = client(ME)) {
      push(client, repositories);
    }
  }

  private void push(RegistryClient client, List<String> repositories) throws IOException {
    ImageName name = ImageName.parse(registry.host() + "/app:1");
    client.push(name, image.descriptor(), List.of("1"), new StoredBlobs(blobs, repositories));
  }
}
