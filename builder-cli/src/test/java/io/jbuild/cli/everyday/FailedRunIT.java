package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user gets to see, and to take along, when a RUN fails. */
class FailedRunIT {
  private static final String TESTS_FAIL =
      """
      FROM busybox
      ARG REPO_TOKEN=never-shown
      ENV LEVEL=2 MIRROR=http://me:hidden@mirror/
      WORKDIR /src
      RUN mkdir -p target/reports && ln -s target latest && ln -s / out
      USER app
      RUN echo "first line of ${LEVEL}"; exit 3
      """;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void reportHasOutputEnvironmentAndTheCompleteLog(Mode mode) throws IOException {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Context context =
        Context.of(
            TESTS_FAIL.replace("exit 3", "for i in $(seq 100); do echo line $i; done; exit 3"));

    String err = user.jbuild("build", context.folder().toString()).exits(1).err();

    assertTrue(err.contains("exited with 3 [run-failed]"), err);
    assertTrue(err.contains("     | line 100\n  it ran as `app` in `/src` with\n"), err);
    assertFalse(err.contains("     | line 50\n"), err);
    assertTrue(err.contains("     LEVEL=2\n     MIRROR=http://***@mirror/\n"), err);
    assertFalse(err.contains("never-shown"), err);
    Path log =
        Path.of(
            err.lines()
                .filter(l -> l.contains("log: "))
                .findFirst()
                .orElseThrow()
                .split("log: ")[1]);
    List<String> lines = Files.readAllLines(log);
    assertEquals("first line of 2", lines.getFirst());
    assertEquals(101, lines.size());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void filesOfTheFailedStepAreBroughtOut(Mode mode) throws IOException {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Path out = Workspace.folder("reports-" + mode.user());
    Command.ok("chown", mode.user() + ":", out.toString());
    Context context =
        Context.of(
            TESTS_FAIL
                .replace("USER app\n", "")
                .replace(
                    "exit 3",
                    "echo bad > target/reports/t.xml; chmod 600 target/reports/t.xml;"
                        + " ln -s /etc target/reports/etc; chown -R 1000 target; false"));

    String err =
        user.jbuild(
                "build",
                "--export-on-fail=latest/reports=" + out.resolve("all"),
                "--export-on-fail=/src/target/reports/t.xml=" + out,
                "--export-on-fail=/src/out/etc/passwd=" + out.resolve("deep/passwd"),
                "--export-on-fail=/src/nowhere=" + out.resolve("nowhere"),
                context.folder().toString())
            .exits(1)
            .err();

    assertEquals("bad\n", Files.readString(out.resolve("all/t.xml")));
    assertEquals("bad\n", Files.readString(out.resolve("t.xml")));
    assertTrue(Files.isSymbolicLink(out.resolve("all/etc")));
    // The image's own, though the link leads to a path that this machine has too.
    assertTrue(
        Files.readString(out.resolve("deep/passwd"))
            .startsWith("root:x:0:0:root:/root:/bin/sh\napp"));
    assertFalse(Files.exists(out.resolve("nowhere")));
    assertTrue(err.contains("warning: `/src/nowhere` is no file or directory"), err);
    for (String made : List.of("all", "all/t.xml", "all/etc", "t.xml", "deep/passwd")) {
      assertEquals(
          mode.user(),
          Files.getOwner(out.resolve(made), LinkOption.NOFOLLOW_LINKS).getName(),
          made);
    }
    try (var kept = Files.walk(user.store().resolve("tmp"))) {
      assertEquals(List.of(), kept.filter(p -> p.endsWith("upper")).toList());
    }
  }

  @Test
  void shellWithoutATerminalIsRefusedBeforeTheBuild() {
    Installation user = Installation.shared(Mode.ROOT);
    String err = user.jbuild("build", "--on-fail=shell", "/nonexistent").exits(2).err();
    assertTrue(err.contains("`--on-fail=shell` needs a terminal"), err);
    err = user.jbuild("build", "--on-fail=wait", "/nonexistent").exits(2).err();
    assertTrue(err.contains("allowed: `shell`"), err);
    err = user.jbuild("build", "--export-on-fail=/src", "/nonexistent").exits(2).err();
    assertTrue(err.contains("is not PATH=DEST"), err);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void shellOpensWhereTheStepFailed(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Context context = Context.of(TESTS_FAIL.replace("exit 3", "echo left > /tmp/left; exit 3"));

    String screen =
        onTerminal(
            user,
            "echo level-$LEVEL in $(pwd) $(cat /tmp/left) on $(tty)\nexit\n",
            1,
            "build",
            "--on-fail=shell",
            context.folder().toString());

    assertTrue(screen.contains("exited with 3 [run-failed]"), screen);
    assertTrue(screen.contains("level-2 in /src left on /dev/pts/0"), screen);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void runOnATerminalHasJobControlOnOneOfItsOwn(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);

    String screen =
        onTerminal(
            user,
            "echo \"T=$TERM\"; tty; sleep 100 & jobs -l | wc -l; kill %1\nexit 7\n",
            7,
            "run",
            "busybox",
            "sh");

    assertTrue(screen.contains("T=vt100"), screen);
    assertTrue(screen.contains("/dev/pts/0"), screen);
    assertFalse(screen.contains("job control turned off"), screen);
  }

  /** What stands on a terminal in the end when something is typed there. */
  private static String onTerminal(
      Installation user, String typed, int exitCode, String... arguments) {
    Require.programs("script");
    List<String> words = new ArrayList<>(user.words(arguments));
    words.add(words.indexOf("-i") + 1, "TERM=vt100");
    String line = String.join(" ", words.stream().map(w -> "'" + w + "'").toList());
    // The typing lasts longer than the build, or the terminal would be gone.
    String script = "(sleep 3; printf %s \"$1\"; sleep 5) | script -qec \"$2\" /dev/null";
    return Command.run(List.of("sh", "-c", script, "sh", typed, line), Map.of(), user.home())
        .exits(exitCode)
        .out();
  }
}
