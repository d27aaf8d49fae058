package io.jbuild.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where mounts go, whatever links the image, the source and the target have. */
final class RunMountPointsTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";

  /** A folder of the machine that nothing of a run may reach. */
  private static Path outside(TestRoot root) throws Exception {
    Path outside = root.folder("outside");
    Files.writeString(outside.resolve("secret"), "of the machine");
    root.mode.own(outside);
    return outside;
  }

  private static String refusal(TestRoot root, Mount mount) {
    SandboxException e =
        assertThrows(
            SandboxException.class,
            () ->
                root.run(
                    RunCommand.of(List.of("true"), TestRoot.ENV),
                    List.of(mount),
                    Isolation.DEFAULT));
    assertFalse(e.ofEnvironment(), e.getMessage());
    return e.kind() + ": " + e.getMessage();
  }

  private static void link(TestRoot root, String path, String target) throws Exception {
    Path link = root.base.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
    root.mode.own(root.base);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void targetsStayInTheImageAtEveryComponent(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      Path outside = outside(root);
      link(root, "up", "../../../../.." + outside);
      link(root, "srv/abs", outside.toString());
      var mounts =
          List.<Mount>of(
              new Mount.FileContent("/up/one", "1".getBytes(UTF_8), 0644, 0, 0, true),
              new Mount.FileContent("/srv/abs/two", "2".getBytes(UTF_8), 0644, 0, 0, true),
              new Mount.Tmpfs("/srv/../../../three", 0, 0755, false));
      root.run(
          RunCommand.of(
              List.of("sh", "-c", "cat /up/one /srv/abs/two" + " && touch /three/x"), TestRoot.ENV),
          mounts,
          Isolation.DEFAULT);
      assertEquals("12", root.out(), root.err());
      try (var files = Files.list(outside)) {
        assertEquals(1, files.count(), "nothing was made outside");
      }
      // The links lead below the image's own /tmp, which was copied up and is as it was.
      assertEquals(List.of("tmp"), root.changes());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nothingIsMountedOverTheRootOrIntoProcThroughALink(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      link(root, "slash", "/");
      link(root, "self", "proc/self");
      for (String target : List.of("/", "/slash", "/srv/..", "/self", "/self/task", "/proc/1")) {
        assertTrue(
            refusal(root, new Mount.Tmpfs(target, 0, 0755, false)).startsWith("mount-target: "),
            target);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void partsOfAFolderStayInTheFolder(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      Path outside = outside(root);
      Path folder = root.folder("cache");
      Files.createDirectories(folder.resolve("etc"));
      Files.writeString(folder.resolve("etc/own"), "own");
      Files.createSymbolicLink(folder.resolve("abs"), Path.of("/etc"));
      Files.createSymbolicLink(folder.resolve("up"), Path.of("../outside"));
      Files.createSymbolicLink(folder.resolve("out"), outside);
      mode.own(folder);
      root.run(
          RunCommand.of(List.of("cat", "/mnt/own"), TestRoot.ENV),
          List.of(new Mount.Bind(folder, "abs", "/mnt", false)),
          Isolation.DEFAULT);
      assertEquals("own", root.out(), root.err());
      for (String path : List.of("up", "out", "../outside", "/../outside", "etc/none")) {
        assertTrue(
            refusal(root, new Mount.Bind(folder, path, "/mnt", true)).startsWith("mount-source: "),
            path);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void partsOfAnotherRootStayInThatRoot(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      outside(root);
      link(root, "srv/out", "../../outside");
      var lowers = List.of(root.base);
      for (String path : List.of("/srv/out", "/../outside", "/srv/none")) {
        var overlay = new Mount.Overlay(lowers, path, true, "/mnt", Optional.empty());
        assertTrue(refusal(root, overlay).startsWith("mount-source: "), path);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aFileOfAnotherRootIsMountedAsAFile(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var file =
          new Mount.Overlay(List.of(root.base), "/srv/gone", false, "/a/b/c", Optional.empty());
      root.run(
          RunCommand.of(List.of("cat", "/a/b/c"), TestRoot.ENV), List.of(file), Isolation.DEFAULT);
      assertEquals("gone", root.out(), root.err());
      assertEquals(List.of(), root.changes());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void ofSeveralMountsAtOneTargetTheLastCounts(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var mounts =
          List.<Mount>of(
              new Mount.FileContent("/f", "first".getBytes(UTF_8), 0644, 0, 0, true),
              new Mount.FileContent("/f", "last".getBytes(UTF_8), 0644, 0, 0, true),
              new Mount.Tmpfs("/dev/shm", 1 << 20, 01777, false));
      root.run(
          RunCommand.of(
              List.of("sh", "-c", "cat /f; grep -c ' /dev/shm ' /proc/mounts"), TestRoot.ENV),
          mounts,
          Isolation.DEFAULT);
      assertEquals("last1\n", root.out(), root.err());
    }
  }
}
