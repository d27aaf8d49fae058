package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store takes, and what is left of it when it is pruned. */
class PruneIT {
  private static final Pattern SIZE = Pattern.compile("\"Size\":(\\d+)");
  private static final String DOCKERFILE =
      """
      FROM busybox
      RUN --mount=type=cache,id=things,target=/c head -c 300000 /dev/urandom > /c/f
      RUN mkdir /kept && head -c 900000 /dev/urandom > /kept/big && chown -R app /kept
      RUN echo small > /kept/small
      CMD ["cat", "/kept/small"]
      """;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void pruneLeavesWhatImagesNeedAndDuExplainsTheRest(Mode mode) {
    Installation user = Installation.fresh(mode);
    SmallBase.provide(user);
    Context context = Context.of(DOCKERFILE);
    user.build(context.folder(), "kept");

    long explained = explained(user);
    assertEquals(onDisk(user), explained);
    Command types = user.jbuild("du").succeeded();
    for (String type : List.of("image", "step", "tree", "cache-mount", "store")) {
      assertTrue(types.out().contains(type), types.out());
    }
    assertTrue(
        user.jbuild("du", "--filter", "type=cache-mount", "--verbose")
            .succeeded()
            .out()
            .contains("Description:\tthings"));

    Command pruned = user.jbuild("prune", "--force", "--all").succeeded();
    assertTrue(pruned.out().lines().toList().getLast().startsWith("Total:"), pruned.out());
    assertEquals(onDisk(user), explained(user));
    assertEquals("", reclaimable(user));
    assertTrue(onDisk(user) < explained - 1_000_000, pruned.out());
    assertEquals("small\n", user.run("kept"));

    user.jbuild("rmi", "kept").succeeded();
    user.jbuild("prune", "-f", "-a").succeeded();
    Progress again = Progress.of(user.build(context.folder(), "kept"));
    assertEquals(3, again.ran().size(), again.toString());
    assertEquals("small\n", user.run("kept"));
  }

  @Test
  void storeIsKeptWithinItsCapByTheBuildsThemselves() throws IOException {
    Installation user = Installation.fresh(Mode.SUBUID);
    SmallBase.provide(user);
    long cap = onDisk(user) + 9_000_000;
    Path settings = user.home().resolve(".config/jbuild/store.json");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "{\"gc\": {\"maxUsedSpace\": \"" + cap + "\"}}");
    String told = "";
    for (int i = 0; i < 4; i++) {
      Context context =
          Context.of("FROM busybox\nRUN : " + i + " && head -c 3000000 /dev/urandom > /big\n");
      told =
          user.jbuild("build", "-o", "type=tar,dest=/dev/null", context.folder().toString())
              .succeeded()
              .err();
      assertTrue(onDisk(user) <= cap, onDisk(user) + " of " + cap);
    }
    assertTrue(told.contains("dropped "), told);
    assertTrue(onDisk(user) > cap - 5_000_000, "no more than needed is dropped");

    Files.writeString(settings, "{\"gc\": {\"maxUsed\": \"1GB\"}}");
    Context other = Context.of("FROM busybox\nRUN echo other > /other\n");
    String warned = user.build(other.folder(), "other");
    assertTrue(warned.contains("`gc.maxUsed` is not known"), warned);
  }

  @Test
  void limitsTakeTheLeastRecentlyUsedAndFiltersTheirOwn() {
    Installation user = Installation.fresh(Mode.ROOT);
    SmallBase.provide(user);
    for (String name : List.of("first", "second", "first")) {
      Context context =
          Context.of("FROM busybox\nRUN : " + name + " && head -c 3000000 /dev/urandom > /big\n");
      user.jbuild("build", "-o", "type=tar,dest=/dev/null", context.folder().toString())
          .succeeded();
    }
    user.jbuild("prune", "-f", "--filter", "type=tree").succeeded();
    assertFalse(user.jbuild("du").succeeded().out().contains(" tree "));
    long cap = onDisk(user) - 1_000_000;
    user.jbuild("prune", "-f", "--max-used-space", Long.toString(cap)).succeeded();
    assertTrue(onDisk(user) <= cap);
    String left = user.jbuild("du", "--format", "{{.Description}}").succeeded().out();
    assertTrue(left.contains("RUN : first"), left);
    assertFalse(left.contains("RUN : second"), left);

    Command script = user.jbuild("prune", "-a").succeeded();
    assertFalse(script.err().contains("Are you sure"), script.err());
    assertFalse(user.jbuild("du").succeeded().out().contains("step "));
    assertTrue(
        user.jbuild("prune", "-f", "--filter", "colour=red").exits(2).err().contains("`colour`"));
    assertTrue(
        user.jbuild("prune", "-f", "--max-used-space", "some").exits(2).err().contains("`some`"));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void pruneBesideABuildTakesNothingOfIt(Mode mode) throws Exception {
    Installation user = Installation.fresh(mode);
    SmallBase.provide(user);
    String steps =
        """
        FROM busybox AS first
        RUN --mount=type=cache,target=/c echo word > /word && echo cached > /c/f
        FROM busybox
        COPY --from=first /word /word
        """;
    user.build(Context.of(steps).folder(), "before");
    Context context =
        Context.of(
            steps
                + """
                RUN --mount=type=cache,target=/c sleep 3 && cat /word > /seen
                RUN --mount=from=first,target=/first cat /first/word >> /seen
                CMD ["cat", "/seen"]
                """);
    Process build =
        new ProcessBuilder(user.words("build", "-q", "-t", "beside", context.folder().toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    user.jbuild("rmi", "before");
    while (build.isAlive()) {
      user.jbuild("prune", "-f", "-a").succeeded();
    }
    assertTrue(build.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, build.exitValue());
    assertEquals("word\nword\n", user.run("beside"));
  }

  @Test
  void killedPruneLeavesAStoreThatWorks() throws Exception {
    Installation user = Installation.fresh(Mode.SUBUID);
    SmallBase.provide(user);
    Context context = Context.of(DOCKERFILE);
    var random = new Random(5);
    for (int i = 0; i < 4; i++) {
      user.build(context.folder(), "kept");
      Process prune =
          new ProcessBuilder(user.words("prune", "-f", "-a"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread.sleep(300 + random.nextInt(700));
      prune.descendants().forEach(ProcessHandle::destroyForcibly);
      prune.destroyForcibly().waitFor();
    }
    user.build(context.folder(), "kept");
    assertEquals("small\n", user.run("kept"));
    user.jbuild("prune", "-f", "-a").succeeded();
    assertEquals(onDisk(user), explained(user));
    assertEquals("small\n", user.run("kept"));
  }

  private static long explained(Installation user) {
    Matcher sizes = SIZE.matcher(user.jbuild("du", "--format", "json").succeeded().out());
    long sum = 0;
    while (sizes.find()) {
      sum += Long.parseLong(sizes.group(1));
    }
    return sum;
  }

  private static String reclaimable(Installation user) {
    return user.jbuild("du", "--filter", "reclaimable", "--format", "{{.Type}} {{.ID}}")
        .succeeded()
        .out();
  }

  private static long onDisk(Installation user) {
    String counted = Command.ok("du", "-s", "--block-size=1", user.store().toString()).out();
    return Long.parseLong(counted.split("\\s")[0]);
  }
}
