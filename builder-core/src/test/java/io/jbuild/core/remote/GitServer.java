package io.jbuild.core.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Git repositories on disk, served by git's own {@code http-backend} or as plain files. */
final class GitServer implements AutoCloseable {
  /** Paths as they were asked for, with {@code +auth} behind those that came with credentials. */
  final List<String> seen = new CopyOnWriteArrayList<>();

  private final Path root;
  private final HttpServer server;

  GitServer(Path root) throws IOException {
    this.root = Files.createDirectories(root);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, this::backend));
    server.createContext("/dumb/", exchange -> answer(exchange, this::file));
    server.start();
  }

  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** Runs git in a work tree beside the served repository of that name. */
  String git(String name, String... arguments) throws IOException {
    Path work = Files.createDirectories(root.resolve(name + ".work"));
    List<String> command = new ArrayList<>(List.of("git", "-C", work.toString()));
    for (String setting :
        new String[] {
          "user.name=t",
          "user.email=t@example.com",
          "protocol.file.allow=always",
          "init.defaultBranch=main",
          "commit.gpgsign=false"
        }) {
      command.addAll(List.of("-c", setting));
    }
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GIT_AUTHOR_DATE", "1577934245 +0000");
    builder.environment().put("GIT_COMMITTER_DATE", "1577934245 +0000");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return output.strip();
  }

  Path work(String name) {
    return root.resolve(name + ".work");
  }

  /** Commits all that lies in the work tree; the id. */
  String commit(String name) throws IOException {
    if (!Files.exists(work(name).resolve(".git"))) {
      git(name, "init", "-q");
    }
    git(name, "add", "-A");
    git(name, "commit", "-q", "--allow-empty", "-m", "m");
    return git(name, "rev-parse", "HEAD");
  }

  /** Makes the served repository what the work tree's is. */
  void publish(String name) throws IOException {
    String bare = root.resolve(name).toString();
    if (!Files.exists(root.resolve(name))) {
      git(name, "clone", "-q", "--bare", ".", bare);
    }
    git(name, "push", "-q", "--mirror", "--force", bare);
    git(name, "--git-dir=" + bare, "update-server-info");
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      boolean auth = exchange.getRequestHeaders().containsKey("Authorization");
      seen.add(exchange.getRequestURI().getPath() + (auth ? "+auth" : ""));
      handler.handle(exchange);
    }
  }

  private void file(HttpExchange exchange) throws IOException {
    Path file = root.resolve(exchange.getRequestURI().getPath().substring("/dumb/".length()));
    if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** CGI 1.1. */
  private void backend(HttpExchange exchange) throws IOException {
    var builder = new ProcessBuilder("git", "http-backend");
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    String query = exchange.getRequestURI().getQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    environment.put("CONTENT_TYPE", WebServer.header(exchange, "Content-Type"));
    environment.put("HTTP_CONTENT_ENCODING", WebServer.header(exchange, "Content-Encoding"));
    environment.put("GIT_PROTOCOL", WebServer.header(exchange, "Git-Protocol"));
    Process process = builder.start();
    byte[] body = exchange.getRequestBody().readAllBytes();
    Thread.startVirtualThread(
        () -> {
          try (var stdin = process.getOutputStream()) {
            stdin.write(body);
          } catch (IOException e) {
            process.destroy();
          }
        });
    InputStream out = new ByteArrayInputStream(process.getInputStream().readAllBytes());
    int status = 200;
    for (String line = line(out); !line.isEmpty(); line = line(out)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      if (line.startsWith("Status:")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().set(line.substring(0, colon), value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    out.transferTo(exchange.getResponseBody());
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
