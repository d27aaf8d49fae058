package io.jbuild.core.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry on loopback that behaves, until a test teaches it not to. */
final class ScriptedRegistry implements AutoCloseable {
  /** Answers a request in place of the registry. */
  @FunctionalInterface
  interface Misbehaviour {
    /** Whether it has answered. */
    boolean answer(HttpExchange exchange) throws IOException;
  }

  /** One request as it came. */
  record Seen(String method, String path, Optional<String> authorization, Optional<String> range) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
  final ScriptedUploads uploads = new ScriptedUploads(this);
  private final List<Misbehaviour> misbehaviours = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** Whether the question for the API, too, is misbehaved to and seen. */
  volatile boolean guardPing;

  ScriptedRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void teach(Misbehaviour misbehaviour) {
    misbehaviours.add(misbehaviour);
  }

  /** An image of one layer with these bytes, under a tag and its digest; its manifest. */
  ImageAssembly.Assembled image(String repository, String tag, Platform platform, byte[] layer) {
    Digest digest = Digest.of(layer);
    var config =
        new ImageConfig(
            platform, Optional.empty(), "", ContainerConfig.EMPTY, List.of(digest), List.of());
    var image =
        ImageAssembly.assemble(
            config, List.of(Descriptor.of(MediaTypes.OCI_LAYER_TAR, digest, layer.length)));
    blob(repository, layer);
    blob(repository, image.configBytes());
    manifest(repository, tag, image.manifestBytes());
    return image;
  }

  Descriptor index(String repository, String tag, ImageAssembly.Assembled... images) {
    List<Descriptor> manifests = new ArrayList<>();
    for (var image : images) {
      manifests.add(image.descriptor());
    }
    byte[] bytes = ImageJson.write(new Index(MediaTypes.OCI_INDEX, manifests, new TreeMap<>()));
    manifest(repository, tag, bytes);
    return Descriptor.of(MediaTypes.OCI_INDEX, Digest.of(bytes), bytes.length);
  }

  void blob(String repository, byte[] bytes) {
    documents.put("/v2/" + repository + "/blobs/" + Digest.of(bytes), bytes);
  }

  void manifest(String repository, String tag, byte[] bytes) {
    documents.put("/v2/" + repository + "/manifests/" + tag, bytes);
    documents.put("/v2/" + repository + "/manifests/" + Digest.of(bytes), bytes);
  }

  /** What is at a path; null if nothing is. */
  byte[] document(String path) {
    return documents.get(path);
  }

  /** The methods and paths of all requests. */
  List<String> requests() {
    return seen.stream().map(Seen::toString).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      String path = exchange.getRequestURI().toString();
      if (guardPing || !path.equals("/v2/")) {
        seen.add(
            new Seen(
                exchange.getRequestMethod(),
                path,
                Optional.ofNullable(headers.getFirst("Authorization")),
                Optional.ofNullable(headers.getFirst("Range"))));
        for (Misbehaviour misbehaviour : misbehaviours) {
          if (misbehaviour.answer(exchange)) {
            return;
          }
        }
      }
      if (uploads.answer(exchange)) {
        return;
      }
      byte[] document = documents.get(path);
      if (path.equals("/v2/")) {
        send(exchange, 200, "{}");
      } else if (document == null) {
        send(
            exchange,
            404,
            "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
      } else {
        sendDocument(exchange, document);
      }
    }
  }

  private static void sendDocument(HttpExchange exchange, byte[] document) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null) {
      from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-.*", "$1"));
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range",
              "bytes " + from + "-" + (document.length - 1) + "/" + document.length);
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Docker-Content-Digest", Digest.of(document).toString());
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, document.length - from);
    exchange.getResponseBody().write(document, from, document.length - from);
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
    if (none) {
      return;
    }
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
