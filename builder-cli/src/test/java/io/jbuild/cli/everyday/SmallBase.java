package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** {@code busybox:latest}: this machine's static busybox and the few files that a shell wants. */
final class SmallBase {
  static final String NAME = "busybox:latest";
  private static final Set<Path> PRESENT = new HashSet<>();
  private static Path tar;

  private SmallBase() {}

  /** Has the base in the store of an installation. */
  static synchronized void provide(Installation installation) {
    if (!PRESENT.contains(installation.home())) {
      installation
          .jbuild(
              "import",
              "--change",
              "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "--change",
              "CMD [\"sh\"]",
              tar().toString(),
              NAME)
          .succeeded();
      PRESENT.add(installation.home());
    }
  }

  /** Its files, for those who import them themselves. */
  static synchronized Path tar() {
    if (tar == null) {
      Require.programs("busybox", "tar");
      Path folder = Workspace.folder("busybox");
      Path root = folder.resolve("root");
      Command.ok(
          "sh",
          "-euc",
          """
          mkdir -p "$1/bin" "$1/sbin" "$1/etc" "$1/root" "$1/usr/bin" "$1/tmp" "$1/var/tmp" \
            "$1/proc" "$1/sys" "$1/dev"
          chmod 1777 "$1/tmp" "$1/var/tmp"
          cp "$(command -v busybox)" "$1/bin/busybox"
          chmod 755 "$1/bin/busybox"
          for applet in $(busybox --list); do
            [ "$applet" = busybox ] || ln -s busybox "$1/bin/$applet"
          done
          """,
          "sh",
          root.toString());
      try {
        Files.writeString(
            root.resolve("etc/passwd"),
            "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/tmp:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\napp:x:1000:\nmail:x:8:app\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Path made = folder.resolve("rootfs.tar");
      Command.ok(
          "tar",
          "--numeric-owner",
          "--owner=0",
          "--group=0",
          "--mtime=@1700000000",
          "-C",
          root.toString(),
          "-cf",
          made.toString(),
          ".");
      tar = made;
    }
    return tar;
  }
}
