package io.jbuild.core.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.CopyFilter;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.SelectionSummary;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.sandbox.UnchangedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderNotesTest {
  private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1_000_000));
  private static final List<CopyInput> ALL = List.of(new CopyInput.Literal(""));
  private static final List<CopyInput> FOLDER = List.of(new CopyInput.Pattern("d/"));
  private static final List<CopyInput> FILE = List.of(new CopyInput.Pattern("a"));
  private static final Map<String, Change> CHANGES = changes();

  @TempDir static Path temporary;
  private static Process process;
  private static UnchangedFiles unchanged;
  private static StoreDirectory store;

  @FunctionalInterface
  private interface Change {
    void in(Path folder) throws IOException;
  }

  private static Map<String, Change> changes() {
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put(
        "other bytes, of the same length and time",
        folder -> {
          Files.writeString(folder.resolve("d/b"), "B");
          Files.setLastModifiedTime(folder.resolve("d/b"), TIME);
        });
    changes.put("a mode", folder -> Files.setAttribute(folder.resolve("a"), "unix:mode", 0755));
    changes.put("a new file", folder -> Files.writeString(folder.resolve("d/new"), ""));
    changes.put("a new folder", folder -> Files.createDirectory(folder.resolve("d/e/new")));
    changes.put("a removed file", folder -> Files.delete(folder.resolve("a")));
    changes.put(
        "another name", folder -> Files.move(folder.resolve("d/b"), folder.resolve("d/b2")));
    changes.put(
        "one more name of a file",
        folder -> Files.createLink(folder.resolve("d/e/hard"), folder.resolve("a")));
    changes.put(
        "another target of a symlink",
        folder -> {
          Files.delete(folder.resolve("link"));
          Files.createSymbolicLink(folder.resolve("link"), Path.of("b"));
        });
    changes.put(
        "a folder that became a symlink",
        folder -> {
          Files.move(folder.resolve("d/e"), folder.resolve("e"));
          Files.createSymbolicLink(folder.resolve("d/e"), Path.of("../e"));
        });
    return changes;
  }

  @BeforeAll
  static void start() throws Exception {
    Path helper = Path.of("target/jbuild-sandbox").toAbsolutePath();
    if (!Files.isExecutable(helper)) {
      assertTrue(!"all".equals(System.getProperty("jbuild.require")), "gcc is missing");
      System.out.println("skipped: target/jbuild-sandbox is not built: gcc is missing");
      abort();
    }
    process = new ProcessBuilder(helper.toString(), "unchanged").start();
    unchanged = new UnchangedFiles(process.getInputStream(), process.getOutputStream());
    store = StoreDirectory.open(temporary.resolve("store"));
    for (String change : CHANGES.keySet()) {
      folder(change);
    }
    for (String test : List.of("elsewhere", "more", "damaged", "others")) {
      folder(test);
    }
    // Files of this very moment are not trusted.
    Thread.sleep(2_100);
  }

  @AfterAll
  static void stop() throws IOException {
    if (process != null) {
      process.destroy();
      store.close();
    }
  }

  private static void folder(String name) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    Files.createDirectories(folder.resolve("d/e"));
    Files.writeString(folder.resolve("a"), "a");
    Files.writeString(folder.resolve("d/b"), "b");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));
    Files.setLastModifiedTime(folder.resolve("d/b"), TIME);
  }

  /** One build's look at a context. */
  private static final class Look {
    final BuildContext context;

    Look(String folder) throws IOException {
      this(folder, IgnoreRules.NONE, UserRights.ROOT);
    }

    Look(String folder, IgnoreRules rules, UserRights caller) throws IOException {
      Path path = temporary.resolve(folder).toRealPath();
      var notes = new FolderNotes(store, Optional.of(unchanged)).of(path);
      context = BuildContext.open(path, rules, caller, Optional.empty(), notes);
    }

    Optional<SelectionSummary> known(List<CopyInput> inputs) throws IOException {
      return context.selections().find(inputs, CopyFilter.NONE);
    }

    SelectionSummary learn(List<CopyInput> inputs) throws IOException {
      var summary =
          CopySelection.select(context, "the build context", inputs, CopyFilter.NONE).summary();
      context.selections().learn(inputs, CopyFilter.NONE, summary);
      context.save();
      return summary;
    }
  }

  @Test
  void whatASelectionCameToIsKnownUntilAnyOfItsFilesChanges() throws IOException {
    for (Map.Entry<String, Change> change : CHANGES.entrySet()) {
      String name = change.getKey();
      assertEquals(Optional.empty(), new Look(name).known(ALL), name);
      SelectionSummary first = new Look(name).learn(ALL);
      assertEquals(Optional.of(first), new Look(name).known(ALL), name);
      change.getValue().in(temporary.resolve(name));
      assertEquals(Optional.empty(), new Look(name).known(ALL), name);
      new Look(name).learn(ALL);
      assertEquals(Optional.empty(), new Look(name).known(ALL), name + ": changed just now");
    }
  }

  @Test
  void whatNoSelectionSawMayChange() throws IOException {
    SelectionSummary first = new Look("elsewhere").learn(FOLDER);
    Files.writeString(temporary.resolve("elsewhere/a"), "other");
    assertEquals(Optional.of(first), new Look("elsewhere").known(FOLDER));
    Files.writeString(temporary.resolve("elsewhere/d/e/new"), "");
    assertEquals(Optional.empty(), new Look("elsewhere").known(FOLDER));
  }

  @Test
  void whatALaterBuildLearnsIsKnownBesideWhatStands() throws IOException {
    SelectionSummary folder = new Look("more").learn(FOLDER);
    SelectionSummary file = new Look("more").learn(FILE);
    var look = new Look("more");
    assertEquals(Optional.of(folder), look.known(FOLDER));
    assertEquals(Optional.of(file), look.known(FILE));
    Files.writeString(temporary.resolve("more/d/b"), "other");
    assertEquals(Optional.empty(), new Look("more").known(FILE), "they stand or fall together");
  }

  @Test
  void otherRulesAnotherUserOrAnotherFilterSelectAnew() throws IOException {
    SelectionSummary all = new Look("others").learn(ALL);
    assertEquals(Optional.of(all), new Look("others").known(ALL));
    var rules = IgnoreRules.parse(".dockerignore", "a\n");
    assertEquals(Optional.empty(), new Look("others", rules, UserRights.ROOT).known(ALL));
    var stranger = new UserRights(4711, Set.of(4711), false);
    assertEquals(Optional.empty(), new Look("others", IgnoreRules.NONE, stranger).known(ALL));
    var look = new Look("others");
    assertEquals(Optional.empty(), look.context.selections().find(ALL, CopyFilter.UNPACK));
    look.context.selections().forget();
    assertEquals(Optional.empty(), look.known(ALL));
    assertEquals(Optional.empty(), new Look("others").known(ALL), "a wrong note is gone for good");
  }

  @Test
  void aDamagedRecordCountsAsNone() throws IOException {
    new Look("damaged").learn(ALL);
    Path record = store.contextRecord(temporary.resolve("damaged").toRealPath());
    byte[] whole = Files.readAllBytes(record);
    for (int i = 0; i < whole.length; i += 7) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x20;
      Files.write(record, damaged);
      assertEquals(Optional.empty(), new Look("damaged").known(ALL), "byte " + i);
    }
    for (int length : new int[] {0, 1, 20, whole.length / 2, whole.length - 1}) {
      Files.write(record, Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), new Look("damaged").known(ALL), length + " bytes");
    }
    Files.write(record, whole);
    assertTrue(new Look("damaged").known(ALL).isPresent());
  }
}
