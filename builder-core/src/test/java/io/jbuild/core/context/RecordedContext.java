package io.jbuild.core.context;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/** Writes the context of a recorded build to disk. */
final class RecordedContext {
  private static final long TIME = 1_577_934_245;

  private RecordedContext() {}

  static void write(Path root, JsonNode record) throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    record.path("context").forEach(entries::add);
    for (JsonNode entry : entries) {
      Path file = root.resolve(entry.get("path").asText());
      Files.createDirectories(file.getParent());
      create(root, file, entry);
    }
    if (record.has("dockerfile")) {
      String name = record.path("build").path("file").asText("Dockerfile");
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, record.get("dockerfile").asText());
      Files.setAttribute(file, "unix:mode", 0644);
    }
    setTimes(root);
    for (JsonNode entry : entries) {
      if (entry.has("mtime")) {
        setTime(root.resolve(entry.get("path").asText()), entry.get("mtime").asLong());
      }
    }
  }

  private static void create(Path root, Path file, JsonNode entry) throws IOException {
    String type = entry.path("type").asText("file");
    switch (type) {
      case "dir" -> Files.createDirectories(file);
      case "symlink" -> Files.createSymbolicLink(file, Path.of(entry.get("target").asText()));
      case "hardlink" -> Files.createLink(file, root.resolve(entry.get("target").asText()));
      case "socket" -> {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          socket.bind(UnixDomainSocketAddress.of(file));
        }
      }
      case "file" -> Files.write(file, bytes(entry));
      default -> throw new AssertionError("no way to make a " + type);
    }
    if (type.equals("symlink") || type.equals("hardlink")) {
      return;
    }
    if (entry.has("uid")) {
      Files.setAttribute(file, "unix:uid", entry.get("uid").asInt());
      Files.setAttribute(file, "unix:gid", entry.get("gid").asInt());
    }
    String mode = entry.path("mode").asText(type.equals("dir") ? "0755" : "0644");
    Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
  }

  private static byte[] bytes(JsonNode entry) {
    return entry.has("content_b64")
        ? Base64.getDecoder().decode(entry.get("content_b64").asText())
        : entry.path("content").asText("").getBytes(StandardCharsets.UTF_8);
  }

  private static void setTimes(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : new TreeSet<>(files.toList()).descendingSet()) {
        setTime(file, TIME);
      }
    }
  }

  private static void setTime(Path file, long seconds) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(Instant.ofEpochSecond(seconds)), null, null);
  }
}
