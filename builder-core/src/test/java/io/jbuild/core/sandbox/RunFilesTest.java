package io.jbuild.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What files a command sees, and what it leaves behind. */
class RunFilesTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void hiddenPathsAreEmptyAndProcSysIsReadOnly(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      root.shell(
          "cat /proc/keys /proc/timer_list | wc -c; ls /sys/firmware | wc -l;"
              + " touch /sys/x 2>/dev/null || echo ro;"
              + " echo 1 2>/dev/null > /proc/sys/kernel/domainname || echo ro;"
              + " ls /dev");
      assertEquals(
          "0\n0\nro\nro\ncore\nfd\nfull\nmqueue\nnull\nptmx\npts\nrandom\nshm\nstderr\nstdin\n"
              + "stdout\ntty\nurandom\nzero\n",
          root.out());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void runThatChangesNothingLeavesNothing(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      List<Mount> mounts =
          List.of(
              new Mount.FileContent(
                  "/etc/resolv.conf", "nameserver ::1\n".getBytes(UTF_8), 0644, 0, 0, false),
              new Mount.Tmpfs("/var/cache/apt", 1 << 20, 0755, false),
              new Mount.Bind(root.base.resolve("srv"), "/mnt/a/../srv", true));
      root.run(
          RunCommand.of(
              List.of("sh", "-c", "cat /etc/resolv.conf /mnt/srv/gone; touch /var/cache/apt/x"),
              TestRoot.ENV),
          mounts,
          Isolation.DEFAULT);
      assertEquals("nameserver ::1\ngone", root.out(), root.err());
      assertEquals(List.of(), root.changes());
      assertFalse(Files.exists(root.folder.resolve("work.stubs")));
      try (var left = Files.list(root.work)) {
        assertEquals(0, left.count());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void readOnlyBindRefusesWrites(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var bind = new Mount.Bind(root.base.resolve("srv"), "/data", true);
      RunResult result =
          root.run(
              RunCommand.of(List.of("touch", "/data/x"), TestRoot.ENV),
              List.of(bind),
              Isolation.DEFAULT);
      assertEquals(1, result.exitCode());
      assertFalse(Files.exists(root.base.resolve("srv/x")));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void partOfAnotherRootCanBeMounted(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var readOnly = new Mount.Overlay(List.of(root.base), "/srv", true, "/from", Optional.empty());
      var changes = new Mount.Changes(root.folder("u3"), root.folder("w3"));
      var writable =
          new Mount.Overlay(List.of(root.base), "srv", true, "/rw", Optional.of(changes));
      RunResult result =
          root.run(
              RunCommand.of(
                  List.of("sh", "-c", "cat /from/gone && ! touch /from/x && touch /rw/x"),
                  TestRoot.ENV),
              List.of(readOnly, writable),
              Isolation.DEFAULT);
      assertEquals(0, result.exitCode(), root.err());
      assertTrue(Files.exists(changes.upper().resolve("srv/x")));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void mountPointBehindALinkLeavesNoStub(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      Files.createDirectory(root.base.resolve("etc"));
      Files.createSymbolicLink(
          root.base.resolve("etc/resolv.conf"), Path.of("/run/resolve/stub.conf"));
      mode.own(root.base);
      var file = new Mount.FileContent("/etc/resolv.conf", "x".getBytes(UTF_8), 0644, 0, 0, true);
      root.run(
          RunCommand.of(List.of("cat", "/run/resolve/stub.conf"), TestRoot.ENV),
          List.of(file),
          Isolation.DEFAULT);
      assertEquals("x", root.out(), root.err());
      assertEquals(List.of(), root.changes());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void removalsAndReplacementsAreMarkedInTheUpper(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result = root.shell("rm /srv/gone; rm -r /srv/old; mkdir /srv/old");
      assertEquals(0, result.exitCode(), root.err());
      int type =
          (int)
              Files.getAttribute(
                  root.upper.resolve("srv/gone"), "unix:mode", LinkOption.NOFOLLOW_LINKS);
      assertEquals(0020000, type & 0170000, "a whiteout is a character device");
      assertEquals(
          List.of("srv/old"), result.opaque().stream().map(p -> new String(p, UTF_8)).toList());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void xattrsAreReportedAsSeenInside(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      // VFS_CAP_REVISION_2, effective, CAP_NET_RAW permitted.
      byte[] capability = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      byte[] odd = {'a', 0, (byte) 0xFF};
      var batch = new Operations();
      batch.addBytes("folder", "d".getBytes(UTF_8), "755");
      batch.addBytes("fifo", new byte[] {'d', '/', (byte) 0xE9}, "644");
      batch.addBytes("folder", "d/dir".getBytes(UTF_8), "700");
      batch.addBytes("xattr", "d/dir".getBytes(UTF_8));
      batch.addRaw(odd, "user.odd");
      batch.addBytes("xattr", "srv/gone".getBytes(UTF_8));
      batch.addRaw(capability, "security.capability");
      var command =
          new RunCommand(
              List.of("helper", "apply", "/"), TestRoot.ENV, "/", RunUser.ROOT, batch.toBytes());
      RunResult result = root.run(command, List.of(), Isolation.DEFAULT);
      assertEquals(0, result.exitCode(), root.err());
      assertEquals(2, result.xattrs().size());
      for (RunResult.Xattr xattr : result.xattrs()) {
        if (xattr.name().equals("user.odd")) {
          assertEquals("d/dir", new String(xattr.path(), UTF_8));
          assertArrayEquals(odd, xattr.value());
        } else {
          assertEquals("security.capability", xattr.name());
          assertEquals("srv/gone", new String(xattr.path(), UTF_8));
          assertArrayEquals(capability, xattr.value());
        }
      }
    }
  }
}
