package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code image diff}, {@code tree} and {@code check} on images that are built here. */
final class ImageLooksTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @BeforeEach
  void buildTwoImages() throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    Files.writeString(folder.resolve("b"), "bb");
    build("FROM scratch\nCOPY a /a\nENV A=1\n", "base");
    build("FROM base\nCOPY b /b\nENV A=2 B=3\n", "app:1");
  }

  @Test
  void diffTellsOfFilesAndConfig() throws IOException {
    Invocation found = run("image", "diff", "base", "app:1", "--exit-code");
    assertEquals(1, found.code());
    assertEquals(
        """
        Config
          Env.A: `1` -> `2`
          Env.B: nothing -> `3`
        Files
          + /b 2B
        1 added, 0 removed, 0 changed; +2B; 0 of packages, 2 of the config
        """,
        found.out());
    assertEquals("No differences, times aside\n", jbuild("image", "diff", "base", "base"));
    JsonNode json = JSON.readTree(jbuild("image", "diff", "app:1", "base", "--format=json"));
    assertEquals("removed", json.at("/files/0/kind").asText());
    assertEquals("/b", json.at("/files/0/path").asText());
    assertEquals(2, json.at("/files/0/first/size").asInt());
    assertEquals("Env.A", json.at("/config/0/field").asText());
    assertEquals(2, run("image", "diff", "base", "none").code());
  }

  @Test
  void treeShowsWhoSharesWhat() throws IOException {
    String tree = jbuild("image", "tree");
    List<String> lines = tree.lines().toList();
    assertEquals(5, lines.size(), tree);
    assertTrue(lines.get(0).startsWith("base:latest  "), tree);
    assertTrue(
        lines.get(1).matches("└─ [0-9a-f]{12}  2.05kB  COPY a /a.*\\(also in app:1\\)"), tree);
    assertTrue(
        lines.get(3).contains("COPY a /a") && lines.get(3).endsWith("(also in base:latest)"));
    assertTrue(lines.get(4).contains("COPY b /b"), tree);
    JsonNode json = JSON.readTree(jbuild("image", "tree", "app:1", "--format=json"));
    assertEquals("base:latest", json.at("/0/platforms/0/layers/0/alsoIn/0").asText());
    assertEquals(2, json.at("/0/platforms/0/layers").size());
  }

  @Test
  void checkFindsWhatIsDamaged() throws IOException {
    assertEquals("base:latest: ok\napp:1: ok\n", jbuild("image", "check"));
    JsonNode documents = JSON.readTree(jbuild("inspect", "--format=oci", "app:1"));
    String layer = documents.at("/manifest/layers/1/digest").asText().substring("sha256:".length());
    Path blob = folder.resolve("store/images/blobs/sha256").resolve(layer);
    byte[] bytes = Files.readAllBytes(blob);
    bytes[512] ^= 1;
    Files.setPosixFilePermissions(
        blob, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(blob, bytes);
    Invocation found = run("image", "check");
    assertEquals(1, found.code());
    assertTrue(found.out().startsWith("base:latest: ok\napp:1: error: blob `sha256:" + layer));
    assertEquals("", jbuild("image", "check", "-q", "base"));
    Files.delete(blob);
    JsonNode json = JSON.readTree(run("image", "check", "app:1", "--format=json").out());
    assertEquals("blob `sha256:" + layer + "` is missing", json.at("/0/problems/0").asText());
  }

  private void build(String dockerfile, String name) throws IOException {
    Files.writeString(folder.resolve("Dockerfile"), dockerfile);
    jbuild("build", "-q", "-t", name, folder.toString());
  }

  private String jbuild(String... arguments) {
    Invocation done = run(arguments);
    assertEquals(0, done.code(), done.err());
    return done.out();
  }

  private Invocation run(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--root", folder + "/store"));
    words.addAll(List.of(arguments));
    return Invocation.of("", words.toArray(String[]::new));
  }
}
