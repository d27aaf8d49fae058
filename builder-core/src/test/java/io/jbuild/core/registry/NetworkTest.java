package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import io.jbuild.core.testing.Certificates;
import io.jbuild.core.testing.DockerRegistry;
import io.jbuild.core.testing.Programs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors, proxies and authorities of one's own. */
final class NetworkTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  private final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
  @TempDir private Path folder;

  @Test
  void mirrorIsAskedFirst() throws Exception {
    try (var origin = new ScriptedRegistry();
        var mirror = new ScriptedRegistry()) {
      origin.image("app", "1", AMD64, new byte[] {1});
      var there = mirror.image("hub/app", "1", AMD64, new byte[] {2});
      try (var client = mirrored(origin, mirror.host() + "/hub")) {
        ImageName name = ImageName.parse(origin.host() + "/app:1");
        assertEquals(there.manifest(), client.resolve(name, AMD64).manifest());
        client.readBlob(name, there.manifest().config());
        assertEquals(List.of(), origin.seen);
      }
    }
  }

  @Test
  void mirrorThatLacksTheImageIsPassedOver() throws Exception {
    try (var origin = new ScriptedRegistry();
        var mirror = new ScriptedRegistry()) {
      var there = origin.image("app", "1", AMD64, new byte[] {1});
      try (var client = mirrored(origin, mirror.host())) {
        ImageName name = ImageName.parse(origin.host() + "/app:1");
        assertEquals(there.manifest(), client.resolve(name, AMD64).manifest());
        assertEquals(List.of(), events);
      }
    }
  }

  @Test
  void mirrorThatIsDownIsToldOnceAndNotAskedAgain() throws Exception {
    String down;
    try (var mirror = new ScriptedRegistry()) {
      down = mirror.host();
    }
    try (var origin = new ScriptedRegistry()) {
      var there = origin.image("app", "1", AMD64, new byte[] {1});
      try (var client = mirrored(origin, down)) {
        ImageName name = ImageName.parse(origin.host() + "/app:1");
        assertEquals(there.manifest(), client.resolve(name, AMD64).manifest());
        client.readBlob(name, there.manifest().config());
        assertEquals(1, events.size());
        assertTrue(events.toString().contains("mirror `" + down + "`"), events::toString);
      }
    }
  }

  @Test
  void mirrorThatLiesIsPassedOver() throws Exception {
    try (var origin = new ScriptedRegistry();
        var mirror = new ScriptedRegistry()) {
      var there = origin.image("app", "1", AMD64, new byte[] {1});
      mirror.teach(
          exchange -> {
            ScriptedRegistry.send(exchange, 200, "{\"schemaVersion\":2}");
            return true;
          });
      String digest = there.descriptor().digest().toString();
      try (var client = mirrored(origin, mirror.host())) {
        ImageName name = ImageName.parse(origin.host() + "/app@" + digest);
        assertEquals(there.manifest(), client.resolve(name, AMD64).manifest());
      }
    }
  }

  @Test
  void certificateOfAnOwnAuthorityIsTrustedFromDockersFolder() throws Exception {
    Certificates certificates = Certificates.in(folder);
    try (var registry = DockerRegistry.withTls(folder, certificates)) {
      ImageName name = ImageName.parse(registry.host() + "/app:1");
      assertEquals(Kind.TLS, failure(Network.DIRECT, Set.of(), name).kind());
      Path own = Files.createDirectories(folder.resolve("certs.d").resolve(registry.host()));
      Files.copy(certificates.authority(), own.resolve("ca.crt"));
      var network =
          new Network(
              Map.of(), List.of(folder.resolve("certs.d")), Optional.empty(), proxies(Map.of()));
      assertEquals(Kind.NOT_FOUND, failure(network, Set.of(), name).kind());
      var bundle =
          new Network(
              Map.of(), List.of(), Optional.of(certificates.authority()), proxies(Map.of()));
      assertEquals(Kind.NOT_FOUND, failure(bundle, Set.of(), name).kind());
      var file =
          new HostSettings(
              List.of(),
              false,
              Optional.of(certificates.authority()),
              Optional.empty(),
              Optional.empty());
      assertEquals(Kind.NOT_FOUND, failure(network(registry.host(), file), Set.of(), name).kind());
      assertEquals(Kind.NOT_FOUND, failure(Network.DIRECT, Set.of(registry.host()), name).kind());
    }
  }

  @Test
  void registryThatWantsACertificateIsShownOne() throws Exception {
    Certificates certificates = Certificates.in(folder);
    try (var registry = DockerRegistry.withClientCertificates(folder, certificates)) {
      ImageName name = ImageName.parse(registry.host() + "/app:1");
      Path own = Files.createDirectories(folder.resolve("certs.d").resolve(registry.host()));
      Files.copy(certificates.authority(), own.resolve("ca.crt"));
      var network =
          new Network(
              Map.of(), List.of(folder.resolve("certs.d")), Optional.empty(), proxies(Map.of()));
      assertTrue(
          Set.of(Kind.TLS, Kind.UNREACHABLE).contains(failure(network, Set.of(), name).kind()));
      Files.copy(certificates.server(), own.resolve("client.cert"));
      Files.copy(certificates.serverKey(), own.resolve("client.key"));
      assertEquals(Kind.NOT_FOUND, failure(network, Set.of(), name).kind());
      Programs.run(
          "openssl",
          "rsa",
          "-traditional",
          "-in",
          certificates.serverKey().toString(),
          "-out",
          own.resolve("client.key").toString());
      assertEquals(Kind.NOT_FOUND, failure(network, Set.of(), name).kind());
      Files.writeString(own.resolve("client.key"), "none");
      var e = failure(network, Set.of(), name);
      assertEquals(Kind.CONFIGURATION, e.kind());
      assertTrue(e.getMessage().contains("client.key"), e.getMessage());
    }
  }

  @Test
  void proxyOfTheEnvironmentIsUsedAndLoopbackIsNot() throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          ScriptedRegistry.send(exchange, 404, "{}");
          exchange.close();
        });
    proxy.start();
    try {
      String address = "http://127.0.0.1:" + proxy.getAddress().getPort();
      var network =
          new Network(
              Map.of(),
              List.of(),
              Optional.empty(),
              proxies(Map.of("http_proxy", address, "NO_PROXY", "direct.test,10.0.0.0/8")));
      var client =
          new HttpExchange(
              new HttpClients(settings(Set.of(), network))
                  .client(java.net.URI.create("http://far.test/v2/")),
              Duration.ofSeconds(5));
      var builder =
          java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://far.test/v2/"));
      assertEquals(404, client.send("GET", builder, Optional.empty()).statusCode());
      assertEquals(List.of("http://far.test/v2/"), asked);
      for (String direct : List.of("direct.test", "a.direct.test", "10.1.2.3", "127.0.0.1")) {
        assertEquals(
            java.net.Proxy.NO_PROXY,
            network.proxies().of(java.net.URI.create("http://" + direct + "/")));
      }
    } finally {
      proxy.stop(0);
    }
  }

  private static Proxies proxies(Map<String, String> environment) {
    return new Proxies(environment);
  }

  private static Network network(String host, HostSettings settings) {
    return new Network(Map.of(host, settings), List.of(), Optional.empty(), proxies(Map.of()));
  }

  private static RegistrySettings settings(Set<String> insecure, Network network) {
    return new RegistrySettings(insecure, 2, Duration.ofMillis(5), Duration.ofSeconds(5), network);
  }

  private RegistryClient mirrored(ScriptedRegistry origin, String mirror) {
    var host =
        new HostSettings(
            List.of(mirror), false, Optional.empty(), Optional.empty(), Optional.empty());
    return new RegistryClient(
        settings(Set.of(), network(origin.host(), host)), CredentialSource.ANONYMOUS, events::add);
  }

  private static RegistryException failure(Network network, Set<String> insecure, ImageName name) {
    try (var client =
        new RegistryClient(
            settings(insecure, network), CredentialSource.ANONYMOUS, BuildListener.SILENT)) {
      return assertThrows(RegistryException.class, () -> client.resolve(name, AMD64));
    }
  }
}
