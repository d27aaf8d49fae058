package io.jbuild.core.registry;

import com.sun.net.httpserver.HttpExchange;
import io.jbuild.cache.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The push side of a {@link ScriptedRegistry}: uploads in one piece, in chunks, and mounts. */
final class ScriptedUploads {
  private static final Pattern START = Pattern.compile("/v2/(.+)/blobs/uploads/(?:\\?(.*))?");
  private static final Pattern SESSION =
      Pattern.compile("/v2/(.+)/blobs/uploads/(s[0-9]+)(?:\\?(.*))?");
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");

  /** What the sessions have so far. */
  final Map<String, ByteArrayOutputStream> sessions = new ConcurrentHashMap<>();

  /** The longest body that is taken; a longer one is 413. */
  volatile long longestBody = Long.MAX_VALUE;

  volatile boolean mounts = true;
  private final ScriptedRegistry registry;
  private final AtomicInteger count = new AtomicInteger();

  ScriptedUploads(ScriptedRegistry registry) {
    this.registry = registry;
  }

  /** Answers the requests of a push; false for any other. */
  boolean answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    Matcher start = START.matcher(path);
    if (exchange.getRequestMethod().equals("POST") && start.matches()) {
      start(exchange, start.group(1), start.group(2));
      return true;
    }
    Matcher session = SESSION.matcher(path);
    if (session.matches()) {
      session(exchange, session);
      return true;
    }
    Matcher manifest = MANIFEST.matcher(path);
    if (exchange.getRequestMethod().equals("PUT") && manifest.matches()) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      registry.manifest(manifest.group(1), manifest.group(2), bytes);
      exchange.getResponseHeaders().add("Docker-Content-Digest", Digest.of(bytes).toString());
      ScriptedRegistry.send(exchange, 201, "");
      return true;
    }
    return false;
  }

  private void start(HttpExchange exchange, String repository, String query) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (query != null && query.startsWith("mount=")) {
      String digest = decode(query.replaceAll("mount=([^&]*)&.*", "$1"));
      String from = decode(query.replaceAll(".*&from=(.*)", "$1"));
      byte[] there = registry.document("/v2/" + from + "/blobs/" + digest);
      if (mounts && there != null) {
        registry.blob(repository, there);
        ScriptedRegistry.send(exchange, 201, "");
        return;
      }
    }
    String id = "s" + count.incrementAndGet();
    sessions.put(id, new ByteArrayOutputStream());
    goOn(exchange, repository, id, 202);
  }

  private void session(HttpExchange exchange, Matcher path) throws IOException {
    ByteArrayOutputStream data = sessions.get(path.group(2));
    if (data == null) {
      exchange.getRequestBody().readAllBytes();
      ScriptedRegistry.send(
          exchange,
          404,
          "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\",\"message\":\"unknown\"}]}");
      return;
    }
    if (exchange.getRequestMethod().equals("DELETE")) {
      sessions.remove(path.group(2));
      ScriptedRegistry.send(exchange, 204, "");
      return;
    }
    if (exchange.getRequestMethod().equals("GET")) {
      goOn(exchange, path.group(1), path.group(2), 204);
      return;
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && Long.parseLong(length) > longestBody) {
      exchange.getRequestBody().readAllBytes();
      ScriptedRegistry.send(exchange, 413, "");
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    if (range != null && !range.startsWith(data.size() + "-")) {
      exchange.getRequestBody().readAllBytes();
      ScriptedRegistry.send(exchange, 416, "");
      return;
    }
    exchange.getRequestBody().transferTo(data);
    if (exchange.getRequestMethod().equals("PATCH")) {
      goOn(exchange, path.group(1), path.group(2), 202);
      return;
    }
    String digest = decode(String.valueOf(path.group(3)).replaceAll(".*digest=", ""));
    byte[] bytes = data.toByteArray();
    if (!Digest.of(bytes).toString().equals(digest)) {
      ScriptedRegistry.send(
          exchange, 400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"digest\"}]}");
      return;
    }
    sessions.remove(path.group(2));
    registry.blob(path.group(1), bytes);
    ScriptedRegistry.send(exchange, 201, "");
  }

  /** As distribution answers: {@code 0-0} for nothing. */
  private void goOn(HttpExchange exchange, String repository, String id, int status)
      throws IOException {
    int size = sessions.get(id).size();
    exchange.getResponseHeaders().add("Location", "/v2/" + repository + "/blobs/uploads/" + id);
    exchange.getResponseHeaders().add("Range", "0-" + Math.max(0, size - 1));
    ScriptedRegistry.send(exchange, status, "");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
