package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.cache.Digest;
import io.jbuild.core.context.MiniDockerfile.Beyond;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that were recorded from BuildKit: what they copy has to come out the same here. */
class ConformanceTest {
  private static final List<String> AREAS =
      List.of("copy", "add", "dockerignore", "layers", "cache", "core", "heredoc", "multistage");

  /** A name added by RUN, a config rule, and what is refused before files are looked at. */
  private static final Set<String> OTHERS =
      Set.of(
          "add-from-flag-fails",
          "bk-dockerfile-copy-from-args",
          "bk-source-date-epoch-stage-invalid");

  @TempDir Path temporary;

  @Test
  void recordedBuildsCopyTheSameFiles() throws IOException {
    Path folder = Corpus.folder("conformance");
    Assumptions.assumeTrue(
        (Integer) Files.getAttribute(temporary, "unix:uid") == 0,
        "the recorded contexts hold files that only root can read");
    JsonNode bases = Corpus.read(folder.resolve("bases.json"));
    List<String> wrong = new ArrayList<>();
    int passed = 0;
    int skipped = 0;
    for (String area : AREAS) {
      for (Path file : Corpus.cases(folder.resolve(area))) {
        JsonNode record = Corpus.read(file);
        String name = record.get("name").asText();
        if (!copies(record) || OTHERS.contains(name)) {
          skipped++;
          continue;
        }
        try {
          Path place = Files.createDirectories(temporary.resolve(area).resolve(name));
          List<String> differences = build(record, bases, place);
          passed += differences.isEmpty() ? 1 : 0;
          differences.forEach(difference -> wrong.add(name + ": " + difference));
        } catch (Beyond e) {
          skipped++;
        } catch (IOException | RuntimeException | AssertionError e) {
          wrong.add(name + ": " + e);
        }
      }
    }
    System.out.printf(
        "conformance: %d builds as recorded, %d skipped for what only a whole build has%n",
        passed, skipped);
    assertEquals("", String.join("\n", wrong));
    assertTrue(passed >= 110, "only " + passed + " builds were compared");
  }

  private static boolean copies(JsonNode record) {
    String text = record.path("dockerfile").asText();
    return text.contains("COPY ") || text.contains("ADD ");
  }

  private static List<String> build(JsonNode record, JsonNode bases, Path place)
      throws IOException {
    Path root = Files.createDirectory(place.resolve("context"));
    RecordedContext.write(root, record);
    String name = record.path("build").path("file").asText("Dockerfile");
    JsonNode expected = record.get("expect");
    boolean fails = expected.get("result").asText().equals("failure");
    try {
      var rules = IgnoreRules.load(root, Optional.of(root.resolve(name)));
      var context = BuildContext.open(root, rules, UserRights.ROOT, Optional.empty());
      MemoryTree result =
          new MiniBuild(context, bases, record.path("build"), place)
              .run(record.get("dockerfile").asText());
      return fails ? List.of("built, but should fail") : compare(expected, result);
    } catch (ContextException e) {
      return fails ? List.of() : List.of("fails: " + e.getMessage());
    }
  }

  private static List<String> compare(JsonNode expected, MemoryTree result) throws IOException {
    List<String> differences = new ArrayList<>();
    Set<String> unexpected = new TreeSet<>(result.touched);
    for (JsonNode file : expected.path("files")) {
      String path = file.get("path").asText().substring(1);
      unexpected.remove(path);
      Optional<Entry> found = result.find(path);
      if (found.isEmpty()) {
        differences.add(path + " is missing");
      } else {
        compare(file, found.get(), result, differences);
      }
    }
    for (JsonNode path : expected.path("absent")) {
      if (result.find(path.asText().substring(1)).isPresent()) {
        differences.add(path.asText() + " should not be there");
      }
    }
    if (!expected.has("files_left_out")) {
      unexpected.forEach(path -> differences.add(path + " is not expected"));
    }
    return differences;
  }

  private static void compare(
      JsonNode file, Entry found, MemoryTree result, List<String> differences) {
    String path = found.path();
    String type =
        result.hardlinks.containsKey(path)
            ? "hardlink"
            : switch (found.type()) {
              case DIRECTORY -> "dir";
              case SYMLINK -> "symlink";
              case FILE -> "file";
              default -> found.type().name();
            };
    same(path + " type", file.get("type").asText(), type, differences);
    same(path + " uid", file.get("uid").asText(), "" + found.uid(), differences);
    same(path + " gid", file.get("gid").asText(), "" + found.gid(), differences);
    if (file.has("mode")) {
      same(path + " mode", file.get("mode").asText(), "%04o".formatted(found.mode()), differences);
    }
    if (file.has("mtime")) {
      String mtime = "" + found.mtime().getEpochSecond();
      same(path + " mtime", file.get("mtime").asText(), mtime, differences);
    }
    if (file.has("target")) {
      String target =
          type.equals("hardlink") ? "/" + result.hardlinks.get(path) : found.linkTarget();
      same(path + " target", file.get("target").asText(), target, differences);
    }
    if (found.type() == EntryType.FILE && type.equals("file") && file.has("sha256")) {
      String digest = Digest.of(result.bytes(path)).hex();
      same(path + " bytes", file.get("sha256").asText(), digest, differences);
    }
    if (!found.xattrs().isEmpty() && !file.has("xattrs")) {
      differences.add(path + " has xattrs");
    }
  }

  private static void same(String what, String expected, String found, List<String> differences) {
    if (!expected.equals(found)) {
      differences.add(what + " is " + found + ", not " + expected);
    }
  }
}
