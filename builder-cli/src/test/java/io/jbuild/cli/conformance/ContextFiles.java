package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes build contexts to disk as the records describe them. */
final class ContextFiles {
  private static final long TIME = 1_577_934_245;

  private final Path root;
  private final Owner owner;
  private final List<JsonNode> timed = new ArrayList<>();

  /** Who owns files that say nothing of an owner. */
  record Owner(int uid, int gid, boolean settable) {}

  ContextFiles(Path root, Owner owner) {
    this.root = root;
    this.owner = owner;
  }

  /** Makes the empty folder. */
  void create() throws IOException {
    parents(root.resolve("any"));
  }

  /** Writes entries over what is there, or removes those that say so. */
  void write(JsonNode entries) throws IOException, InterruptedException {
    for (JsonNode entry : entries) {
      Path file = root.resolve(entry.get("path").asText());
      String type = entry.path("type").asText("file");
      if (type.equals("remove")) {
        remove(file);
      } else {
        parents(file);
        create(file, type, entry);
        if (entry.has("mtime")) {
          timed.add(entry);
        }
      }
    }
  }

  /** Writes a Dockerfile. */
  void writeText(String path, String text) throws IOException {
    Path file = root.resolve(path);
    parents(file);
    Files.writeString(file, text);
    own(file, owner.uid(), owner.gid());
    Files.setAttribute(file, "unix:mode", 0644);
  }

  /** Sets every time, last of all: writing a file changes that of its folder. */
  void setTimes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : new TreeSet<>(files.toList()).descendingSet()) {
        setTime(file, TIME);
      }
    }
    for (JsonNode entry : timed) {
      setTime(root.resolve(entry.get("path").asText()), entry.get("mtime").asLong());
    }
  }

  private void create(Path file, String type, JsonNode entry)
      throws IOException, InterruptedException {
    switch (type) {
      case "dir" -> Files.createDirectories(file);
      case "symlink" -> Files.createSymbolicLink(file, Path.of(entry.get("target").asText()));
      case "hardlink" -> Files.createLink(file, root.resolve(entry.get("target").asText()));
      case "fifo" -> Programs.run(List.of("mkfifo", file.toString()));
      case "socket" -> {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          socket.bind(UnixDomainSocketAddress.of(file));
        }
      }
      case "file" -> Files.write(file, bytes(entry));
      default -> throw new AssertionError("no way to make a " + type);
    }
    if (type.equals("hardlink")) {
      return;
    }
    int uid = entry.has("uid") && entry.get("uid").asInt() != 0 ? entry.get("uid").asInt() : -1;
    own(
        file,
        uid < 0 ? owner.uid() : uid,
        entry.path("gid").asInt() == 0 ? owner.gid() : entry.get("gid").asInt());
    if (type.equals("symlink")) {
      return;
    }
    String mode = entry.path("mode").asText(type.equals("dir") ? "0755" : "0644");
    Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
    var xattrs = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    for (var xattr : entry.path("xattrs").properties()) {
      byte[] value = Base64.getDecoder().decode(xattr.getValue().asText());
      xattrs.write(xattr.getKey().substring("user.".length()), ByteBuffer.wrap(value));
    }
  }

  private void parents(Path file) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      parents(file.getParent());
      Files.createDirectory(file.getParent());
      own(file.getParent(), owner.uid(), owner.gid());
    }
  }

  private void own(Path file, int uid, int gid) throws IOException {
    if (owner.settable()) {
      Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static byte[] bytes(JsonNode entry) {
    return entry.has("content_b64")
        ? Base64.getDecoder().decode(entry.get("content_b64").asText())
        : entry.path("content").asText("").getBytes(StandardCharsets.UTF_8);
  }

  private static void setTime(Path file, long seconds) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(Instant.ofEpochSecond(seconds)), null, null);
  }

  static void remove(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : new TreeSet<>(files.toList()).descendingSet()) {
        Files.delete(file);
      }
    }
  }
}
