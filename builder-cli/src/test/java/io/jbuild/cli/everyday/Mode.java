package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who builds. */
enum Mode {
  ROOT("root"),
  /** An ordinary user with a range of subordinate ids: owners are kept. */
  SUBUID("jbuild-subuid"),
  /** An ordinary user with its own id alone: owners are lost, with a warning. */
  SINGLE("jbuild-single");

  private final String user;

  Mode(String user) {
    this.user = user;
  }

  String user() {
    return user;
  }

  /** Skips the test where this machine has no such user. */
  void require() {
    Require.that(Require.isRoot(), "building as several users needs tests that run as root");
    Require.programs("runuser");
    try {
      Require.that(
          Files.readString(Path.of("/etc/passwd")).lines().anyMatch(l -> l.startsWith(user + ":")),
          "there is no user `" + user + "`; `.ci/run` says how to make it");
      if (this != ROOT) {
        boolean range =
            Files.readString(Path.of("/etc/subuid"))
                .lines()
                .anyMatch(l -> l.startsWith(user + ":"));
        Require.that(
            range == (this == SUBUID),
            "the user `" + user + "` has " + (range ? "a" : "no") + " range in /etc/subuid");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
