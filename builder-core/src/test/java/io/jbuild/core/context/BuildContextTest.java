package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.layer.CommandFiles;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
  @TempDir Path root;

  /** Someone who owns nothing here and is in no group. */
  private static final UserRights STRANGER = new UserRights(4711, Set.of(4711), false);

  @BeforeEach
  void files() throws IOException {
    Files.setAttribute(root, "unix:mode", 0755);
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/deep"), "deep");
    Files.writeString(root.resolve("a-c"), "");
    Files.writeString(root.resolve("Z"), "z");
    Files.createSymbolicLink(root.resolve("out"), Path.of("/nowhere"));
    Files.createSymbolicLink(root.resolve("in"), Path.of("a"));
  }

  private BuildContext context(String rules) throws IOException {
    return context(rules, UserRights.ROOT);
  }

  private BuildContext context(String rules, UserRights caller) throws IOException {
    return BuildContext.open(
        root, IgnoreRules.parse(".dockerignore", rules), caller, Optional.empty());
  }

  private static List<String> paths(BuildContext context, String directory) throws IOException {
    List<String> paths = new ArrayList<>();
    for (Entry entry : context.list(directory)) {
      paths.add(entry.path());
    }
    return paths;
  }

  @Test
  void namesComeInTheOrderOfTheirBytes() throws IOException {
    Files.writeString(root.resolve("\u00e4"), "");
    assertEquals(List.of("Z", "a", "a-c", "in", "out", "\u00e4"), paths(context(""), ""));
  }

  @Test
  void symlinksAreShownAndNeverFollowed() throws IOException {
    var context = context("");
    assertEquals(EntryType.SYMLINK, context.find("out").orElseThrow().type());
    assertEquals("/nowhere", context.find("out").orElseThrow().linkTarget());
    assertEquals(Optional.empty(), context.find("out/x"));
    assertEquals(Optional.empty(), context.find("in/b"));
    assertEquals(List.of(), context.list("out"));
  }

  @Test
  void everythingBelongsToRoot() throws IOException {
    Entry entry = context("").find("a/b/deep").orElseThrow();
    assertEquals("0 0 4", entry.uid() + " " + entry.gid() + " " + entry.size());
  }

  @Test
  void ignoredFilesAreNotThere() throws IOException {
    var context = context("a\n");
    assertEquals(List.of("Z", "a-c", "in", "out"), paths(context, ""));
    assertEquals(Optional.empty(), context.find("a"));
    assertEquals(Optional.empty(), context.find("a/b/deep"));
  }

  @Test
  void anIgnoredFolderShowsForAnExceptionBelowItAlone() throws IOException {
    assertEquals(List.of("a"), paths(context("**\n!a/b/deep\n"), ""));
    assertEquals(List.of(), paths(context("**\n!a/b/other\n"), ""));
    assertEquals(List.of("a/b"), paths(context("**\n!a/b\n"), "a"));
  }

  @Test
  void contentIsTheDigestOfTheBytes() throws IOException {
    var context = context("");
    assertEquals(
        Digest.of("deep".getBytes(StandardCharsets.UTF_8)),
        context.content(context.find("a/b/deep").orElseThrow()));
  }

  @Test
  void namesOfOneFileHaveOneIdentity() throws IOException {
    Files.createLink(root.resolve("two"), root.resolve("Z"));
    var context = context("");
    Optional<Object> one = context.linkIdentity(context.find("Z").orElseThrow());
    assertEquals(one, context.linkIdentity(context.find("two").orElseThrow()));
    assertTrue(one.isPresent());
    assertNotEquals(one, context.linkIdentity(context.find("a-c").orElseThrow()));
  }

  @Test
  void aFileThatTheCallerMayNotReadByItsModeIsRefusedWhoeverOwnsIt() throws IOException {
    Files.setAttribute(root.resolve("Z"), "unix:mode", 0640);
    var stranger = context("", STRANGER);
    Entry file = stranger.find("Z").orElseThrow();
    var e = assertThrows(ContextException.class, () -> stranger.open(file).close());
    assertTrue(e.getMessage().contains("its mode is 0640"), e.getMessage());
    assertThrows(ContextException.class, () -> stranger.content(file));
    int uid = (Integer) Files.getAttribute(root.resolve("Z"), "unix:uid");
    int gid = (Integer) Files.getAttribute(root.resolve("Z"), "unix:gid");
    context("", new UserRights(4711, Set.of(gid), false)).open(file).close();
    Files.setAttribute(root.resolve("Z"), "unix:mode", 0044);
    var owner = context("", new UserRights(uid, Set.of(gid), false));
    assertThrows(ContextException.class, () -> owner.open(file).close());
  }

  @Test
  void aFolderThatTheCallerMayNotEnterIsRefusedWhenSomethingNeedsIt() throws IOException {
    Files.setAttribute(root.resolve("a"), "unix:mode", 0700);
    var stranger = context("", STRANGER);
    assertTrue(stranger.find("a").isPresent());
    assertThrows(ContextException.class, () -> stranger.list("a"));
    assertThrows(ContextException.class, () -> stranger.find("a/b"));
    assertThrows(ContextException.class, () -> stranger.find("a/b/deep"));
    assertThrows(ContextException.class, () -> stranger.list("a/b"));
    assertEquals(List.of("Z", "a-c", "in", "out"), paths(context("a\n", STRANGER), ""));
  }

  @Test
  void aRootThatIsNoFolderIsRefused() {
    for (String name : List.of("Z", "nothing")) {
      assertThrows(
          ContextException.class,
          () ->
              BuildContext.open(
                  root.resolve(name), IgnoreRules.NONE, UserRights.ROOT, Optional.empty()));
    }
  }

  @Test
  void namesThatAreNotUtf8ComeThroughWithAllTheirBytes() throws IOException {
    Path odd = Path.of(URI.create(root.toUri() + "x%FFy"));
    Files.writeString(odd, "odd");
    Files.createSymbolicLink(root.resolve("to-odd"), odd.getFileName());
    var context = context("");
    Entry entry = context.find("x\uDCFFy").orElseThrow();
    assertTrue(paths(context, "").contains("x\uDCFFy"));
    assertEquals("odd", new String(context.open(entry).readAllBytes(), StandardCharsets.UTF_8));
    assertEquals("x\uDCFFy", context.find("to-odd").orElseThrow().linkTarget());
    assertEquals(
        Map.of(entry.path(), Digest.of("odd".getBytes(StandardCharsets.UTF_8))),
        Contents.of(context, List.of(entry)));
  }

  @Test
  void manyFilesAreHashedOnAllProcessorsToTheSameDigests() throws IOException {
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(many.resolve("f" + i), "content " + i);
    }
    var context = context("");
    Map<String, Digest> digests = Contents.of(context, context.list("many"));
    assertEquals(300, digests.size());
    assertEquals(
        Digest.of("content 123".getBytes(StandardCharsets.UTF_8)), digests.get("many/f123"));
  }

  @Test
  void aFileThatCannotBeReadFailsTheWholeHashing() throws IOException {
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(many.resolve("f" + i), "content " + i);
    }
    Files.setAttribute(many.resolve("f50"), "unix:mode", 0600);
    var context = context("", STRANGER);
    List<Entry> entries = context.list("many");
    assertThrows(ContextException.class, () -> Contents.of(context, entries));
  }

  @Test
  void whatAnEarlierBuildHashedIsNotReadAgain(@TempDir Path store) throws IOException {
    Path project = Path.of(System.getProperty("jbuild.root"));
    Digest planted = Digest.of("planted".getBytes(StandardCharsets.UTF_8));
    try (var directory = StoreDirectory.open(store)) {
      var earlier = directory.statCache(project);
      earlier.record(DiskStat.of(project.resolve("LICENSE")).forCache(), planted);
      earlier.save();
      var context =
          BuildContext.open(
              project,
              IgnoreRules.NONE,
              UserRights.ROOT,
              Optional.of(directory.statCache(project)));
      assertEquals(planted, context.content(context.find("LICENSE").orElseThrow()));
      Entry other = context.find("pom.xml").orElseThrow();
      assertNotEquals(planted, context.content(other));
    }
  }

  @Test
  void filesOfFarTimesAreHashed(@TempDir Path store) throws IOException {
    try (var directory = StoreDirectory.open(store)) {
      var context =
          BuildContext.open(
              root, IgnoreRules.NONE, UserRights.ROOT, Optional.of(directory.statCache(root)));
      for (String year : List.of("1600", "1901", "1969", "2261", "2263", "2400")) {
        Path file = Files.writeString(root.resolve(year), year);
        CommandFiles.run("touch", "-d", year + "-07-01", file.toString());
        Entry entry = context.find(year).orElseThrow();
        assertEquals(
            Digest.of(year.getBytes(StandardCharsets.UTF_8)), context.content(entry), year);
      }
    }
  }
}
