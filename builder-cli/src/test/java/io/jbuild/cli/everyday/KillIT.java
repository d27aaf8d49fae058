package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Builds that are killed, or that share a store: what follows is right all the same. */
class KillIT {
  private static final int KILLS = 8;
  private static final int LATEST_KILL_MILLIS = 1500;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void buildAfterKillsAtAnyMomentIsRight(Mode mode) throws Exception {
    Installation user = Installation.fresh(mode);
    SmallBase.provide(user);
    String mark = "kill-" + mode.user() + "-" + ProcessHandle.current().pid();
    var random = new Random(mode.ordinal() + 42);
    for (int i = 0; i < KILLS; i++) {
      Context context = context(mark, "round " + i);
      Process build = start(user, context, "killed");
      Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
      kill(build);
      assertEnded(mark);
    }

    Context last = context(mark, "the last");
    user.build(last.folder(), "survivor");

    assertEquals("the last\n200\n", user.run("survivor"));
    Progress again = Progress.of(user.build(last.folder(), "survivor"));
    assertEquals(List.of(), again.ran());
    String mounts = Files.readString(Path.of("/proc/self/mounts"));
    assertFalse(mounts.contains(user.home().toString()), mounts);
    UnpackedImage image = UnpackedImage.of(user.store().resolve("images") + ":survivor:latest");
    assertTrue(image.files().containsKey("many/file200"), image.files().toString());
    image.discard();
  }

  @Test
  void terminatedBuildEndsItsCommands() throws Exception {
    Installation user = Installation.shared(Mode.SUBUID);
    SmallBase.provide(user);
    String mark = "term-" + ProcessHandle.current().pid();
    Context context = Context.of("FROM busybox\nRUN sh -c 'sleep 600; true' " + mark + "\n");
    Process build = start(user, context, "terminated");
    try {
      awaitCommand(mark);

      Command.ok("kill", "-TERM", Long.toString(jvm(build).pid()));

      assertTrue(build.waitFor(30, TimeUnit.SECONDS), "jbuild goes on after SIGTERM");
      assertTrue(build.exitValue() != 0);
      assertEnded(mark);
    } finally {
      kill(build);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void twoBuildsShareOneStore(Mode mode) throws Exception {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Context context = context("pair-" + mode.user(), "shared");
    List<Process> builds = new ArrayList<>();
    for (String name : List.of("pair-a", "pair-b", "pair-c")) {
      builds.add(start(user, context, name));
    }
    for (Process build : builds) {
      assertTrue(build.waitFor(2, TimeUnit.MINUTES));
      assertEquals(0, build.exitValue());
    }

    for (String name : List.of("pair-a", "pair-b", "pair-c")) {
      assertEquals("shared\n200\n", user.run(name));
    }
  }

  private static Context context(String mark, String word) {
    return Context.of(
            """
            FROM busybox AS left
            COPY word /word
            RUN sleep 0.2 && : %s && cp /word /left
            FROM busybox
            RUN mkdir /many && for i in $(seq 200); do echo $i > /many/file$i; done && : %s
            COPY --from=left /left /word
            RUN cat /word && rm -r /tmp && ls /many | wc -l > /count
            CMD ["cat", "/word", "/count"]
            """
                .formatted(mark, mark))
        .with("word", word + "\n");
  }

  private static Process start(Installation user, Context context, String name) throws IOException {
    return new ProcessBuilder(
            user.words("build", "--no-cache", "-q", "-t", name, context.folder().toString()))
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** SIGKILL for jbuild's own processes, from the top; its sandboxes have to notice. */
  private static void kill(Process build) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(List.of(build.toHandle()));
    ProcessHandle at = build.toHandle();
    // The user changer, the helper that entered the namespace, the JVM: one child each.
    while (true) {
      List<ProcessHandle> children = at.children().toList();
      if (children.size() != 1 || isJava(at)) {
        break;
      }
      at = children.getFirst();
      all.add(at);
    }
    all.forEach(ProcessHandle::destroyForcibly);
    assertTrue(build.waitFor(30, TimeUnit.SECONDS));
  }

  private static ProcessHandle jvm(Process build) {
    return Stream.concat(Stream.of(build.toHandle()), build.descendants())
        .filter(KillIT::isJava)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("/java")).orElse(false);
  }

  private static void awaitCommand(String mark) throws InterruptedException {
    String command = "sh -c sleep 600; true " + mark;
    for (int i = 0; i < 300 && running(command).isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertFalse(running(command).isEmpty(), "the command has not started");
  }

  /** Nothing whose command line holds the mark is left, after a moment for the kernel. */
  private static void assertEnded(String mark) throws InterruptedException {
    for (int i = 0; i < 100 && !running(mark).isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertEquals("", running(mark));
  }

  private static String running(String mark) {
    return Command.run(List.of("pgrep", "-fa", mark), java.util.Map.of(), null).out();
  }
}
