package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTreesTest {
  private final ExportersTest.MemoryTree amd = new ExportersTest.MemoryTree();
  private final ExportersTest.MemoryTree arm = new ExportersTest.MemoryTree();
  private final Map<Platform, FileTree> trees = new LinkedHashMap<>();

  PlatformTreesTest() {
    trees.put(Platform.parse("linux/arm/v7"), arm);
    trees.put(Platform.parse("linux/amd64"), amd);
    for (ExportersTest.MemoryTree tree : List.of(amd, arm)) {
      tree.add(Entry.directory("bin", 0755, 0, 0, Instant.EPOCH), "");
    }
    file(amd, "bin/app-amd64", "x86");
    file(arm, "bin/app-arm", "arm");
  }

  private static void file(ExportersTest.MemoryTree tree, String path, String text) {
    tree.add(Entry.file(path, 0755, 0, 0, text.length(), Instant.EPOCH), text);
  }

  private static List<String> paths(FileTree tree, String directory) throws IOException {
    List<String> result = new ArrayList<>();
    for (Entry entry : tree.list(directory)) {
      result.add(entry.path());
      result.addAll(paths(tree, entry.path()));
    }
    return result;
  }

  private static String text(FileTree tree, String path) throws IOException {
    try (var in = tree.open(tree.find(path).orElseThrow())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void eachPlatformHasAFolder() throws IOException {
    var split = new PlatformTrees(trees);
    assertEquals(
        List.of(
            "linux_amd64",
            "linux_amd64/bin",
            "linux_amd64/bin/app-amd64",
            "linux_arm_v7",
            "linux_arm_v7/bin",
            "linux_arm_v7/bin/app-arm"),
        paths(split, ""));
    assertEquals("arm", text(split, "linux_arm_v7/bin/app-arm"));
    assertEquals(List.of(), split.list("linux_s390x"));
    assertEquals(true, split.find("linux_s390x/bin").isEmpty());
  }

  @Test
  void mergedPlatformsShareFolders() throws IOException {
    FileTree merged = MergedTrees.of(trees);
    assertEquals(List.of("bin", "bin/app-amd64", "bin/app-arm"), paths(merged, ""));
    assertEquals("x86", text(merged, "bin/app-amd64"));
    assertEquals("arm", text(merged, "bin/app-arm"));
  }

  @Test
  void aFileOfTwoPlatformsIsNotMerged() {
    file(amd, "bin/same", "1");
    file(arm, "bin/same", "1");
    var e = assertThrows(ExportException.class, () -> MergedTrees.of(trees));
    assertEquals(
        "`platform-split=false`: `linux/arm/v7` and `linux/amd64` both have the file `/bin/same`;"
            + " leave it out, and each platform gets a folder of its own",
        e.getMessage());
  }

  @Test
  void aFileInPlaceOfAFolderIsNotMerged() {
    file(amd, "lib", "1");
    arm.add(Entry.directory("lib", 0755, 0, 0, Instant.EPOCH), "");
    assertThrows(ExportException.class, () -> MergedTrees.of(trees));
  }
}
