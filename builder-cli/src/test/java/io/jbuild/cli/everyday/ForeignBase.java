package io.jbuild.cli.everyday;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code busybox-multi:latest}, an index of amd64 and arm64: this machine's busybox, and Debian's
 * of the other architecture, which apt fetches with folders of its own.
 */
final class ForeignBase {
  static final String NAME = "busybox-multi:latest";
  private static final String FETCH =
      """
      cd "$1"
      mkdir -p state/lists/partial cache/archives/partial root/bin
      for command in update "download busybox-static:arm64"; do
        apt-get -qq -o APT::Architectures::=arm64 -o APT::Sandbox::User=root \
          -o Dir::State="$1/state" -o Dir::State::status=/var/lib/dpkg/status \
          -o Dir::Cache="$1/cache" $command || [ "$command" = update ]
      done
      dpkg-deb -x busybox-static_*_arm64.deb unpacked
      cp unpacked/bin/busybox root/bin/busybox
      for applet in $(busybox --list); do
        [ "$applet" = busybox ] || ln -s busybox "root/bin/$applet"
      done
      mkdir root/tmp root/proc root/sys root/dev
      tar --numeric-owner --owner=0 --group=0 --mtime=@1700000000 -C root -cf rootfs.tar .
      chmod a+r rootfs.tar
      """;
  private static final Set<Path> PRESENT = new HashSet<>();
  private static Path tar;

  private ForeignBase() {}

  /** Has the base in the store of an installation. */
  static synchronized void provide(Installation user) {
    SmallBase.provide(user);
    if (!PRESENT.contains(user.home())) {
      user.jbuild("import", "--platform", "linux/arm64", tar().toString(), "busybox-arm64")
          .succeeded();
      Context index =
          Context.of(
              """
              ARG TARGETARCH
              FROM busybox AS amd64
              FROM busybox-arm64 AS arm64
              FROM $TARGETARCH
              ENV PATH=/bin
              """);
      user.build(index.folder(), NAME, "--platform", "linux/amd64,linux/arm64");
      PRESENT.add(user.home());
    }
  }

  private static Path tar() {
    if (tar == null) {
      Require.that(
          System.getProperty("os.arch").equals("amd64"), "the foreign base is for tests on amd64");
      Require.programs("qemu-aarch64-static", "apt-get", "dpkg-deb", "busybox", "tar");
      Path folder = Workspace.folder("arm64");
      Command.run(List.of("sh", "-euc", FETCH, "sh", folder.toString()), java.util.Map.of(), null)
          .succeeded();
      tar = folder.resolve("rootfs.tar");
    }
    return tar;
  }
}
