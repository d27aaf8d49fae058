package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryAuthTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final RegistrySettings FAST =
      new RegistrySettings(Set.of(), 4, Duration.ofMillis(5), Duration.ofSeconds(2));

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
  void redirectsAreFollowedAndCredentialsStayAtHome() throws Exception {
    byte[] layer = bytes(1000);
    var image = registry.image("app", "1", AMD64, layer);
    try (var other = new ScriptedRegistry()) {
      other.blob("elsewhere", layer);
      registry.teach(
          exchange -> {
            if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
              exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
              ScriptedRegistry.send(exchange, 401, "");
            } else {
              exchange
                  .getResponseHeaders()
                  .add(
                      "Location",
                      "http://" + other.host() + "/v2/elsewhere/blobs/" + Digest.of(layer));
              ScriptedRegistry.send(exchange, 307, "");
            }
            return true;
          });
      try (var withPassword = client(host -> password("me", "s3cret"))) {
        BlobStore store = store();
        withPassword.fetch(name("app:1"), image.manifest().layers(), store);
        assertTrue(store.has(Digest.of(layer)));
      }
      assertEquals(
          List.of(Optional.empty()),
          other.seen.stream().map(ScriptedRegistry.Seen::authorization).toList());
    }
  }

  @Test
  void endlessRedirectsEnd() {
    registry.teach(
        exchange -> {
          exchange.getResponseHeaders().add("Location", exchange.getRequestURI() + "x");
          ScriptedRegistry.send(exchange, 302, "");
          return true;
        });
    failure(Kind.BAD_REDIRECT, "app:1");
  }

  @Test
  void bearerTokensAreFetchedOnceAndRenewedWhenTheyExpire() throws Exception {
    byte[] layer = bytes(1000);
    var image = registry.image("app", "1", AMD64, layer);
    AtomicInteger tokens = new AtomicInteger();
    registry.teach(
        exchange -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          if (exchange.getRequestURI().getPath().equals("/token")) {
            assertEquals(
                "service=reg&scope=repository%3Aapp%3Apull",
                exchange.getRequestURI().getRawQuery());
            ScriptedRegistry.send(
                exchange, 200, "{\"token\":\"t" + tokens.incrementAndGet() + "\"}");
            return true;
          }
          if (("Bearer t" + Math.max(1, tokens.get())).equals(authorization)) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .add(
                  "WWW-Authenticate",
                  "Bearer realm=\"http://"
                      + registry.host()
                      + "/token\",service=\"reg\",scope=\"repository:app:pull\"");
          ScriptedRegistry.send(exchange, 401, "{}");
          return true;
        });
    client.resolve(name("app:1"), AMD64);
    client.fetch(name("app:1"), image.manifest().layers(), store());
    assertEquals(1, tokens.get());
    tokens.set(5);
    client.resolve(name("app:1"), AMD64);
    assertEquals(6, tokens.get());
  }

  @Test
  void refreshTokenIsExchangedInABodyAndNeverInAnAddress() throws Exception {
    registry.image("app", "1", AMD64, bytes(5));
    List<String> forms = new CopyOnWriteArrayList<>();
    registry.teach(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/token")) {
            forms.add(new String(exchange.getRequestBody().readAllBytes()));
            ScriptedRegistry.send(exchange, 200, "{\"access_token\":\"good\"}");
            return true;
          }
          if ("Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .add(
                  "WWW-Authenticate",
                  "Bearer realm=\"http://" + registry.host() + "/token\",service=\"reg\"");
          ScriptedRegistry.send(exchange, 401, "");
          return true;
        });
    try (var known = client(host -> Optional.of(new Credentials.RefreshToken("s3cret")))) {
      known.resolve(name("app:1"), AMD64);
    }
    assertEquals(
        List.of(
            "grant_type=refresh_token&client_id=jbuild&service=reg"
                + "&scope=repository%3Aapp%3Apull&refresh_token=s3cret"),
        forms);
    assertTrue(registry.seen.stream().noneMatch(seen -> seen.path().contains("s3cret")));
  }

  @Test
  void tokenServerThatIsNoWebAddressIsRefused() {
    for (String realm : List.of("ftp://x/token", "token", "", "http://", "https:// bad")) {
      registry.teach(
          exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
            ScriptedRegistry.send(exchange, 401, "");
            return true;
          });
      failure(Kind.BAD_REDIRECT, "app:1");
    }
  }

  @Test
  void wrongPasswordIsToldWithoutShowingIt() {
    registry.image("app", "1", AMD64, bytes(5));
    registry.teach(
        exchange -> {
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          ScriptedRegistry.send(exchange, 401, "{}");
          return true;
        });
    var anonymous = failure(Kind.UNAUTHORIZED, "app:1");
    assertTrue(anonymous.getMessage().contains("asks for credentials"), anonymous.getMessage());
    try (var wrong = client(host -> password("me", "s3cret"))) {
      var e = assertThrows(RegistryException.class, () -> wrong.resolve(name("app:1"), AMD64));
      assertEquals(Kind.UNAUTHORIZED, e.kind());
      assertTrue(e.getMessage().contains("does not accept the credentials"), e.getMessage());
      assertFalse((e.getMessage() + e.hint() + e).contains("s3cret"));
    }
  }

  private RegistryException failure(Kind kind, String image) {
    var e = assertThrows(RegistryException.class, () -> client.resolve(name(image), AMD64));
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private RegistryClient client(CredentialSource credentials) {
    return new RegistryClient(FAST, credentials, BuildListener.SILENT);
  }

  private static Optional<Credentials> password(String user, String password) {
    return Optional.of(new Credentials.Password(user, password));
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
