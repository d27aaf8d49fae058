package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Serves the files of a case on the loopback address. */
final class FileServer implements AutoCloseable {
  private final Map<String, JsonNode> files = new HashMap<>();
  private final HttpServer server;

  /**
   * @param git the repository below {@code /git/}, if the case has one
   */
  FileServer(JsonNode served, Optional<GitRepository> git) throws IOException {
    for (JsonNode file : served) {
      files.put(file.get("path").asText(), file);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    if (git.isPresent()) {
      server.createContext("/git/", exchange -> answer(git.get(), exchange));
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(GitRepository git, HttpExchange exchange) throws IOException {
    try (exchange) {
      git.answer(exchange);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode file = files.get(exchange.getRequestURI().getPath());
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] content =
          file.has("content_b64")
              ? Base64.getDecoder().decode(file.get("content_b64").asText())
              : file.get("content").asText().getBytes(StandardCharsets.UTF_8);
      if (file.has("last_modified")) {
        Instant time = Instant.ofEpochSecond(file.get("last_modified").asLong());
        exchange
            .getResponseHeaders()
            .set(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
      }
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
