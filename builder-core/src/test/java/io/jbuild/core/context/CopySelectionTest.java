package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopySelectionTest {
  private static MemoryTree tree() {
    return new MemoryTree()
        .file("pom.xml", 0644, 0, 0, "pom")
        .directory("src", 0755, 0, 0)
        .file("src/Main.java", 0644, 0, 0, "main")
        .symlink("src/link", "Main.java")
        .symlink("way", "src");
  }

  private static CopySelection select(MemoryTree tree, String... patterns) throws IOException {
    List<CopyInput> inputs = Stream.of(patterns).<CopyInput>map(CopyInput.Pattern::new).toList();
    return CopySelection.select(tree, "the build context", inputs, CopyFilter.NONE);
  }

  private static Digest digest(MemoryTree tree, String... patterns) throws IOException {
    return select(tree, patterns).digest();
  }

  @Test
  void timesDoNotCount() throws IOException {
    var later = tree();
    Entry file = later.find("src/Main.java").orElseThrow();
    later.add(file.withMtime(Instant.EPOCH), "main");
    assertEquals(digest(tree(), "src", "pom.xml"), digest(later, "src", "pom.xml"));
  }

  @Test
  void nothingThatIsNotSelectedCounts() throws IOException {
    var other = tree().file("pom.xml", 0644, 0, 0, "changed").directory("src", 0700, 5, 5);
    assertEquals(digest(tree(), "src"), digest(other, "src"));
  }

  @Test
  void bytesModesOwnersLinksAndNamesCount() throws IOException {
    Digest before = digest(tree(), "src");
    assertNotEquals(before, digest(tree().file("src/Main.java", 0644, 0, 0, "Main"), "src"));
    assertNotEquals(before, digest(tree().file("src/Main.java", 0755, 0, 0, "main"), "src"));
    assertNotEquals(before, digest(tree().file("src/Main.java", 0644, 1, 0, "main"), "src"));
    assertNotEquals(before, digest(tree().symlink("src/link", "Other.java"), "src"));
    assertNotEquals(before, digest(tree().file("src/New.java", 0644, 0, 0, ""), "src"));
    assertNotEquals(before, digest(tree().directory("src/empty", 0755, 0, 0), "src"));
  }

  @Test
  void aSymlinkedSourceIsFollowedAndOneInADirectoryIsNot() throws IOException {
    assertEquals(digest(tree(), "src"), digest(tree(), "way"));
    assertEquals(
        List.of("src/Main.java", "src/link"),
        select(tree(), "way").files().stream().map(CopySelection.File::path).toList());
    assertEquals("src/Main.java", select(tree(), "src/link").files().getFirst().path());
  }

  @Test
  void eachFileHasADigestThatChangesWithItAlone() throws IOException {
    List<CopySelection.File> before = select(tree(), "src").files();
    List<CopySelection.File> after =
        select(tree().file("src/Main.java", 0644, 0, 0, "other"), "src").files();
    assertNotEquals(before.getFirst(), after.getFirst());
    assertEquals(before.getLast(), after.getLast());
  }

  @Test
  void aWildcardThatMatchesNothingSelectsNothingAndIsTold() throws IOException {
    CopySelection selection = select(tree(), "*.md", "pom.xml");
    assertEquals(List.of("*.md"), selection.unmatched());
    assertEquals(1, selection.files().size());
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithTheNearest() {
    var e = assertThrows(ContextException.class, () -> select(tree(), "src/main.jav"));
    assertEquals("`src/main.jav` is not in the build context", e.getMessage());
    assertEquals("did you mean `src/Main.java`?", e.hint());
    assertEquals(Optional.of("src/main.jav"), e.path());
    var folder = assertThrows(ContextException.class, () -> select(tree(), "scr/*.java"));
    assertEquals("did you mean `src`?", folder.hint());
  }

  @Test
  void aSourceAboveTheContextIsRefusedWithTheReason() {
    var e = assertThrows(ContextException.class, () -> select(tree(), "../secret"));
    assertTrue(e.hint().contains("cannot lead out"), e.hint());
  }

  @Test
  void anIgnoredSourceIsRefusedWithTheRule(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("target"));
    Files.writeString(root.resolve("target/app.jar"), "jar");
    var rules = IgnoreRules.parse(".dockerignore", "# built\ntarget\n");
    var context = BuildContext.open(root, rules, UserRights.ROOT, Optional.empty());
    List<CopyInput> inputs = List.of(new CopyInput.Pattern("target/app.jar"));
    var e =
        assertThrows(
            ContextException.class,
            () -> CopySelection.select(context, "the build context", inputs, CopyFilter.NONE));
    assertEquals("it is hidden by `target` in line 2 of .dockerignore", e.hint());
  }

  @Test
  void aBadPatternIsRefused() {
    var e = assertThrows(ContextException.class, () -> select(tree(), "src/[x"));
    assertTrue(e.getMessage().contains("`src/[x` is no pattern"), e.getMessage());
  }
}
