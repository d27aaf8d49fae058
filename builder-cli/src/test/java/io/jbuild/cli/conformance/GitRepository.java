package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The repository of a case, made as recorded and served by git's own {@code http-backend}. */
final class GitRepository {
  /** Who made the recorded commits, and when: the ids come out the same. */
  private static final String TIME = "1577934245 +0000";

  private final Path root;
  private final String name;

  private GitRepository(Path root, String name) {
    this.root = root;
    this.name = name;
  }

  /**
   * Makes the repository.
   *
   * @param root a new folder
   */
  static GitRepository make(JsonNode recorded, Path root) throws IOException, InterruptedException {
    var repository = new GitRepository(root, recorded.get("name").asText());
    Path work = Files.createDirectories(root.resolve("work"));
    String branch = "";
    for (JsonNode commit : recorded.get("commits")) {
      String next = commit.get("branch").asText();
      if (branch.isEmpty()) {
        repository.git(work, "init", "-q", "-b", next);
      } else if (!branch.equals(next)) {
        repository.git(work, "checkout", "-q", "-b", next);
      }
      branch = next;
      for (JsonNode file : commit.path("files")) {
        repository.write(work.resolve(file.get("path").asText()), file);
      }
      repository.git(work, "add", "-A");
      repository.git(work, "commit", "-q", "--allow-empty", "-m", commit.get("message").asText());
      if (commit.has("tag")) {
        repository.git(work, "tag", commit.get("tag").asText());
      }
    }
    repository.git(work, "checkout", "-q", recorded.get("commits").get(0).get("branch").asText());
    repository.git(work, "clone", "-q", "--bare", ".", root.resolve(repository.name).toString());
    return repository;
  }

  private void write(Path file, JsonNode described) throws IOException {
    Files.createDirectories(file.getParent());
    if (described.has("target")) {
      Files.deleteIfExists(file);
      Files.createSymbolicLink(file, Path.of(described.get("target").asText()));
      return;
    }
    Files.writeString(file, described.path("content").asText());
    boolean program = described.path("mode").asText("0644").equals("0755");
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private void git(Path work, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(List.of("GIT_AUTHOR_DATE=" + TIME, "GIT_COMMITTER_DATE=" + TIME));
    command.addAll(List.of("GIT_CONFIG_GLOBAL=/dev/null", "git", "-C", work.toString()));
    command.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@example.com"));
    command.addAll(List.of(arguments));
    Programs.run(command);
  }

  /** Answers a request below {@code /git/} by CGI 1.1. */
  void answer(HttpExchange exchange) throws IOException {
    var builder = new ProcessBuilder("git", "-c", "safe.directory=*", "http-backend");
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath().substring("/git".length()));
    String query = exchange.getRequestURI().getQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    environment.put("CONTENT_TYPE", header(exchange, "Content-Type"));
    environment.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    environment.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(stdin);
    }
    try (InputStream out = new BufferedInputStream(process.getInputStream())) {
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
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
