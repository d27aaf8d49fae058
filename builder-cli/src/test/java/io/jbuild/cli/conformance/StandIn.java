package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A stand-in for a base image, as {@code bases.json} describes it, around this machine's busybox.
 *
 * @param files by absolute path
 * @param changes what {@code jbuild import --change} is to be told of its config
 */
record StandIn(
    String name, Map<String, FileState> files, Map<String, byte[]> contents, List<String> changes) {
  private static final long TIME = 1_700_000_000L;

  static StandIn of(String name, JsonNode bases, Path busybox)
      throws IOException, InterruptedException {
    JsonNode described = bases.get(name);
    JsonNode first = described.has("as") ? bases.get(described.get("as").asText()) : described;
    var base = new StandIn(name, new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    for (var dirs : first.get("dirs").properties()) {
      for (JsonNode path : dirs.getValue()) {
        base.files.put(path.asText(), FileState.directory(Integer.parseInt(dirs.getKey(), 8)));
      }
    }
    for (JsonNode path : described.path("more_dirs")) {
      base.files.put(path.asText(), FileState.directory(0755));
    }
    base.symlink("/usr/bin/env", first.get("symlinks").get("/usr/bin/env").asText());
    for (String applet : Programs.run(List.of(busybox.toString(), "--list")).split("\n")) {
      if (!applet.equals("busybox")) {
        base.symlink("/bin/" + applet, "busybox");
      }
    }
    if (!base.files.containsKey("/bin/adduser")) {
      base.file("/bin/adduser", 0755, Users.ADDUSER.getBytes(StandardCharsets.UTF_8));
      base.file("/bin/addgroup", 0755, Users.ADDGROUP.getBytes(StandardCharsets.UTF_8));
    }
    for (var file : first.get("files").properties()) {
      byte[] content =
          file.getValue().has("text")
              ? file.getValue().get("text").asText().getBytes(StandardCharsets.UTF_8)
              : Files.readAllBytes(busybox);
      int mode = Integer.parseInt(file.getValue().get("mode").asText(), 8);
      base.file(file.getKey(), mode, content);
    }
    for (var file : described.path("more_files").properties()) {
      base.file(file.getKey(), 0644, file.getValue().asText().getBytes(StandardCharsets.UTF_8));
    }
    for (JsonNode variable : described.get("config").get("Env")) {
      base.changes.add("ENV " + variable.asText());
    }
    base.changes.add("CMD " + described.get("config").get("Cmd"));
    return base;
  }

  private void symlink(String path, String target) {
    files.put(path, new FileState("symlink", 0777, 0, 0, 0, "", target, TIME, Map.of()));
  }

  private void file(String path, int mode, byte[] content) {
    files.put(path, new FileState("file", mode, 0, 0, content.length, "", "", TIME, Map.of()));
    contents.put(path, content);
  }

  /** Writes the root filesystem as a tar. */
  void write(Path tar) throws IOException {
    try (var out =
        new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(tar)))) {
      for (var file : files.entrySet()) {
        FileState state = file.getValue();
        String path = file.getKey().substring(1);
        TarArchiveEntry entry =
            switch (state.type()) {
              case "dir" -> new TarArchiveEntry(path + "/");
              case "symlink" -> {
                var link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                link.setLinkName(state.target());
                yield link;
              }
              default -> new TarArchiveEntry(path);
            };
        byte[] content = contents.getOrDefault(file.getKey(), new byte[0]);
        entry.setMode(state.mode());
        entry.setSize(content.length);
        entry.setModTime(TIME * 1000);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
      }
    }
  }
}
