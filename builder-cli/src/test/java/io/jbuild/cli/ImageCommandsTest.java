package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on images as a user writes them, on a store of their own. */
final class ImageCommandsTest {
  @TempDir private Path folder;
  private String id;

  @BeforeEach
  void importAnImage() throws IOException {
    id = jbuild("import", "-c", "ENV A=1", "-c", "LABEL team=x", tar("a", "a"), "app:1").strip();
    assertTrue(id.matches("sha256:[0-9a-f]{64}"), id);
  }

  @Test
  void imagesAreListedInColumnsJsonAndTemplates() throws IOException {
    jbuild("tag", "app:1", "lan:5000/team/app:2");
    String[] lines = jbuild("images").split("\n");
    assertTrue(lines[0].matches("REPOSITORY +TAG +IMAGE ID +CREATED +SIZE"), lines[0]);
    String line = "app +1 +" + shortId() + " +(Less than a second|.* seconds?) ago +2.05kB";
    assertTrue(lines[1].matches(line), lines[1]);
    assertEquals(jbuild("images"), jbuild("image", "ls"));
    assertEquals(shortId() + "\n" + shortId() + "\n", jbuild("images", "-q"));
    assertEquals(id + "\n" + id + "\n", jbuild("images", "-q", "--no-trunc"));
    assertEquals(
        "app:1\nlan:5000/team/app:2\n", jbuild("images", "--format", "{{.Repository}}:{{.Tag}}"));
    String json = jbuild("images", "--format", "json", "app");
    assertTrue(json.contains("\"Repository\":\"app\",") && json.endsWith("}\n"), json);
    assertTrue(jbuild("images", "--digests").contains("DIGEST"));
  }

  @Test
  void filtersChoose() throws IOException {
    jbuild("import", tar("b", "b"));
    jbuild("import", "-c", "LABEL team=y", tar("c", "c"), "lan:5000/team/other:3");
    assertEquals("app:1\n", names("label=team=x"));
    assertEquals("lan:5000/team/other:3\napp:1\n", sorted(names("label=team")));
    assertEquals("app:1\n", names("reference=a*"));
    assertEquals("lan:5000/team/other:3\n", names("reference=lan:5000/*/other"));
    assertEquals("", names("reference=lan*"));
    assertEquals("<none>:<none>\n", names("dangling=true"));
    assertEquals("", names("until=24h"));
    assertEquals("", names("before=app:1"));
    Invocation wrong = run("images", "--filter", "size=3");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("`--filter size=3` is not known; known are"), wrong.err());
    assertEquals(2, run("images", "--filter", "until=soon").code());
  }

  @Test
  void inspectHasDockersFields() throws IOException {
    assertEquals("A=1\n", jbuild("inspect", "-f", "{{index .Config.Env 1}}", "app:1"));
    assertEquals(
        id + " [\"app:1\"] x null\n",
        jbuild(
            "inspect",
            "--format",
            "{{.Id}} {{json .RepoTags}} {{.Config.Labels.team}} {{json .Config.Cmd}}",
            shortId()));
    String json = jbuild("image", "inspect", "app:1");
    assertTrue(json.startsWith("[\n    {\n        \"Id\": \"" + id + "\",\n"), json);
    String documents = jbuild("inspect", "--format=oci", "app:1");
    assertTrue(documents.contains(",\"config\":{\"architecture\":"), documents);
    Invocation wrong = run("inspect", "-f", "{{.Nope}}", "app:1");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("there is no field `.Nope`"), wrong.err());
    assertEquals(2, run("inspect", "--platform", "linux/riscv64", "app:1").code());
    Invocation some = run("inspect", "-f", "{{.Id}}", "none", "app:1");
    assertEquals(2, some.code());
    assertEquals(id + "\n", some.out());
    assertTrue(some.err().contains("there is no image `none`"), some.err());
  }

  @Test
  void historyHasDockersColumns() throws IOException {
    String[] lines = jbuild("history", "app:1").split("\n");
    assertTrue(lines[0].matches("IMAGE +CREATED +CREATED BY +SIZE +COMMENT"), lines[0]);
    assertTrue(lines[1].startsWith(shortId() + " "), lines[1]);
    assertEquals(shortId() + "\n", jbuild("history", "-q", "app:1"));
    String[] exact = jbuild("history", "--human=false", "--no-trunc", "app:1").split("\n");
    assertTrue(exact[0].contains("CREATED AT"), exact[0]);
    assertTrue(exact[1].matches(id + " +\\S+T\\S+ .* 2048 .*"), exact[1]);
  }

  @Test
  void removalSaysWhatDockerSays() throws IOException {
    jbuild("tag", "app:1", "app:2");
    jbuild("tag", "app:1", "lan:5000/app:3");
    assertEquals("Untagged: app:2\n", jbuild("rmi", "app:2"));
    Invocation conflict = run("rmi", shortId());
    assertEquals(2, conflict.code());
    assertTrue(conflict.err().contains("has names in several repositories"), conflict.err());
    assertEquals(
        "Untagged: app:1\nUntagged: lan:5000/app:3\nDeleted: " + id + "\n",
        jbuild("image", "rm", "-f", shortId()));
    assertEquals(2, run("rmi", "app:1").code());
    assertEquals(0, run("rmi", "-f", "app:1").code());
    String other = jbuild("import", tar("b", "b"), "b").strip();
    Invocation some = run("rmi", "none:1", "b");
    assertEquals(2, some.code());
    assertEquals("Untagged: b:latest\nDeleted: " + other + "\n", some.out());
  }

  @Test
  void aNameGoesBeforeAnIdThatBeginsAlike() throws IOException {
    String other = jbuild("import", tar("b", "b"), id.substring(7, 13)).strip();
    assertEquals(other + "\n", jbuild("inspect", "-f", "{{.Id}}", id.substring(7, 13)));
    assertEquals(id + "\n", jbuild("inspect", "-f", "{{.Id}}", id.substring(7, 14)));
    assertTrue(jbuild("rmi", id.substring(7, 13)).endsWith("Deleted: " + other + "\n"));
  }

  @Test
  void whatIsSavedIsLoadedUnderTheSameNames() throws IOException {
    jbuild("tag", "app:1", "app:2");
    String other = jbuild("import", tar("b", "b")).strip();
    for (String format : List.of("docker-archive", "oci-archive")) {
      String file = folder.resolve(format + ".tar").toString();
      jbuild("save", "--format", format, "-o", file, "app", other);
      jbuild("image", "prune", "-a", "-f");
      assertEquals("", jbuild("images", "-q"));
      assertEquals(
          "Loaded image: app:1\nLoaded image: app:2\nLoaded image ID: " + other + "\n",
          jbuild("load", "-i", file));
      assertEquals(id + "\n", jbuild("inspect", "-f", "{{.Id}}", "app:2"));
    }
    assertEquals(2, run("save", "-o", folder + "/x", "none").code());
    assertEquals(2, run("save", "--format", "zip", "-o", folder + "/x", "app").code());
  }

  @Test
  void pruneTakesWhatHasNoNameAndAsks() throws IOException {
    String other = jbuild("import", tar("b", "b")).strip();
    Invocation asked = Invocation.of("n\n", withStore("image", "prune"));
    assertEquals(0, asked.code());
    assertTrue(asked.err().contains("Are you sure you want to continue? [y/N]"), asked.err());
    assertEquals("", asked.out());
    Invocation pruned = Invocation.of("y\n", withStore("image", "prune"));
    assertTrue(pruned.out().startsWith("Deleted Images:\nDeleted: " + other + "\n"), pruned.out());
    assertEquals("app:1\n", names("dangling=false"));
    jbuild("image", "prune", "-f", "-a", "--filter", "label!=team");
    assertEquals("app:1\n", names("dangling=false"));
    jbuild("image", "prune", "-f", "--filter", "dangling=false");
    assertEquals("", jbuild("images", "-q"));
  }

  @Test
  void whatIsRemovedGivesItsRoomBack() throws Exception {
    Path blobs = folder.resolve("store/images/blobs/sha256");
    long before = count(blobs);
    jbuild("import", tar("b", "b"), "b");
    assertEquals(before + 3, count(blobs));
    // What was made this very moment could be another process', and stays.
    Thread.sleep(150);
    jbuild("rmi", "b");
    assertEquals(before, count(blobs));
    jbuild("import", tar("c", "c"));
    Thread.sleep(150);
    String pruned = jbuild("image", "prune", "-f");
    assertTrue(pruned.endsWith("\nTotal reclaimed space: 12.3kB\n"), pruned);
    assertEquals(before, count(blobs));
  }

  @Test
  void systemDfAndPruneSpeakDockersWords() throws IOException {
    String[] lines = jbuild("system", "df").split("\n");
    assertTrue(lines[0].matches("TYPE +TOTAL +ACTIVE +SIZE +RECLAIMABLE"), lines[0]);
    assertTrue(lines[1].matches("Images +1 +0 +12.3kB +12.3kB \\(100%\\)"), lines[1]);
    assertTrue(lines[2].matches("Containers +0 +0 +0B +0B"), lines[2]);
    assertTrue(lines[4].startsWith("Build Cache"), lines[4]);
    assertEquals(
        "Images 12.3kB",
        jbuild("system", "df", "--format", "{{.Type}} {{.Size}}").lines().findFirst().orElse(""));
    jbuild("tag", "app:1", "app:2");
    assertTrue(jbuild("system", "df", "-v").contains("SHARED SIZE"));
    assertEquals(
        "app:1 2.05kB app:2 2.05kB 0\n",
        jbuild(
            "system",
            "df",
            "-v",
            "--format",
            "{{range .Images}}{{.Repository}}:{{.Tag}} {{.Size}} {{end}}{{len .Containers}}"));
    String whole = jbuild("system", "df", "-v", "--format", "json");
    assertTrue(whole.startsWith("{\"Images\":[{\"Repository\":\"app\""), whole);
    assertTrue(
        whole.contains("\"ID\":\"" + id + "\"") && whole.contains("\"BuildCache\":["), whole);
    Invocation asked = Invocation.of("", withStore("system", "prune"));
    assertTrue(asked.err().contains("WARNING! This will remove"), asked.err());
    assertEquals("", asked.out());
    assertEquals("app:1\napp:2\n", names("dangling=false"));
    String pruned = jbuild("system", "prune", "-a", "-f");
    assertTrue(pruned.contains("Deleted: " + id), pruned);
    assertTrue(pruned.contains("Total reclaimed space: "), pruned);
    assertEquals("", jbuild("images", "-q"));
  }

  private static long count(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }

  private String names(String filter) {
    return jbuild("images", "--filter", filter, "--format", "{{.Repository}}:{{.Tag}}");
  }

  private static String sorted(String lines) {
    List<String> sorted = new ArrayList<>(lines.lines().toList());
    sorted.sort(java.util.Comparator.reverseOrder());
    return String.join("\n", sorted) + "\n";
  }

  private String shortId() {
    return id.substring("sha256:".length(), "sha256:".length() + 12);
  }

  private String jbuild(String... arguments) {
    Invocation done = run(arguments);
    assertEquals(0, done.code(), done.err());
    return done.out();
  }

  private Invocation run(String... arguments) {
    return Invocation.of("", withStore(arguments));
  }

  private String[] withStore(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--root", folder + "/store"));
    words.addAll(List.of(arguments));
    return words.toArray(String[]::new);
  }

  private String tar(String name, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    try (var tar = new TarArchiveOutputStream(bytes, 512)) {
      var entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return Files.write(folder.resolve(name + ".tar"), bytes.toByteArray()).toString();
  }
}
