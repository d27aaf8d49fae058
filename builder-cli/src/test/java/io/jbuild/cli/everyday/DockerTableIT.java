package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Runs every command that {@code docs/docker.md} gives for one of docker's, in its order. */
class DockerTableIT {
  private static final Pattern ROW =
      Pattern.compile("\\| (.+?) \\| `(jbuild (?:[^`|]|\\\\\\|)+)`(?: \\(not run: (.+)\\))? \\|");
  private static final int AT_LEAST = 50;

  @Test
  void everyCommandOfTheTableWorks() throws Exception {
    Require.programs("docker-registry", "gzip");
    List<String> lines =
        Files.readAllLines(Workspace.project().resolve("docs/docker.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.contains("| jbuild |"))
            .toList();
    assertTrue(lines.size() >= AT_LEAST, "the table has " + lines.size() + " lines");
    Installation user = Installation.fresh(Mode.SUBUID);
    SmallBase.provide(user);
    user.jbuild("tag", SmallBase.NAME, "busybox:1").succeeded();
    Path folder = context(user);
    List<Executable> rows = new ArrayList<>();
    try (DockerRegistry registry = DockerRegistry.open(Workspace.folder("table-registry"))) {
      for (String line : lines) {
        Matcher row = ROW.matcher(line);
        assertTrue(row.matches(), () -> "no command is in: " + line);
        if (row.group(3) == null) {
          String command = row.group(2).replace("\\|", "|").replace("lan:5000", registry.host());
          Command done = run(user, folder, command);
          rows.add(done::succeeded);
        }
      }
    }
    assertAll(rows);
  }

  /** Runs a command line in a shell as the user, who finds jbuild on PATH. */
  private static Command run(Installation user, Path folder, String line) {
    List<String> words = new ArrayList<>(user.words());
    String launcher = words.removeLast();
    String path = Path.of(launcher).getParent() + ":/usr/local/bin:/usr/bin:/bin";
    words.replaceAll(word -> word.startsWith("PATH=") ? "PATH=" + path : word);
    words.addAll(List.of("sh", "-euc", line));
    return Command.run(words, Map.of(), folder);
  }

  private static Path context(Installation user) throws IOException {
    Path folder = Workspace.folder("table");
    write(
        folder.resolve("Dockerfile"),
        """
        FROM busybox:1
        ARG V=1
        COPY app /app
        RUN --mount=type=secret,id=npm echo "$V" > /v
        CMD ["cat", "/v"]
        """);
    write(
        folder.resolve("docker/Dockerfile"),
        """
        FROM busybox:1 AS test
        ARG V=1
        RUN echo "$V" > /v
        CMD ["cat", "/v"]
        """);
    write(folder.resolve("static/Dockerfile"), "FROM scratch\nCOPY app /app\n");
    write(folder.resolve("app"), "an app\n");
    write(folder.resolve("static/app"), "an app\n");
    write(folder.resolve("token"), "a token\n");
    Command.ok(
        "tar", "-C", folder.resolve("static").toString(), "-cf", folder + "/rootfs.tar", "app");
    Command.ok("chown", "-R", user.mode().user() + ":", folder.toString());
    return folder;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
