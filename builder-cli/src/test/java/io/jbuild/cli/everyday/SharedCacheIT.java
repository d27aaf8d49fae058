package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one machine has built, another one does not build again. */
class SharedCacheIT {
  private static final String STEPS =
      """
      AS made
      COPY word /in/word
      RUN --mount=type=cache,id=things,target=/c tr a-z A-Z < /in/word > /out && date >> /c/log
      FROM %1$s
      WORKDIR /srv
      COPY --from=made /out word
      RUN chown app word && stat -c %%U word > owner && date +%%N > when
      CMD ["cat", "/srv/word", "/srv/owner"]
      """;

  private static DockerRegistry registry;
  private static String base;

  @BeforeAll
  static void pushBase() throws Exception {
    Require.programs("docker-registry");
    registry = DockerRegistry.open(Workspace.folder("cache-registry"));
    Installation user = Installation.shared(Mode.ROOT);
    SmallBase.provide(user);
    base = registry.host() + "/base:1";
    user.jbuild("tag", "busybox", base).succeeded();
    user.jbuild("push", base).succeeded();
  }

  @AfterAll
  static void stopRegistry() {
    if (registry != null) {
      registry.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void secondCloneOfARunnerBuildsNothing(Mode mode) {
    String ref = "type=registry,ref=" + registry.host() + "/" + mode.user() + "/app:cache";
    Context context = context("word of " + mode);
    Installation first = Installation.fresh(mode);
    Progress ran =
        Progress.of(first.build(context.folder(), "app", "--cache-to", ref + ",mode=max"));
    assertEquals(5, ran.ran().size(), ran.toString());

    Installation second = Installation.fresh(mode);
    Progress again = Progress.of(second.build(context.folder(), "app", "--cache-from", ref));

    assertEquals(List.of(), again.ran());
    assertEquals(id(first), id(second));
    assertEquals("WORD OF " + mode + "\napp\n", second.run("app"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void coldRunnerStartsWithAWarmCacheMount(Mode mode) {
    String ref = registry.host() + "/mounts-" + mode.user() + ":cache";
    String run = "RUN --mount=type=cache,id=%s,target=/c %s\n";
    String both = "mkdir -p /c/deep && echo kept > /c/deep/file && chown -R app /c/deep";
    Installation first = Installation.fresh(mode);
    first.build(
        Context.of("FROM " + base + "\n" + run.formatted("one", both) + run.formatted("two", both))
            .folder(),
        "filled",
        "--cache-to",
        "type=registry,ref=" + ref + ",mounts=one");

    Installation second = Installation.fresh(mode);
    String look = "sh -c 'cat /c/deep/file || echo cold; stat -c %U /c/deep || true' > /seen-";
    String told =
        second.build(
            Context.of(
                    "FROM "
                        + base
                        + "\n"
                        + run.formatted("one", look + "one")
                        + run.formatted("two", look + "two")
                        + "CMD cat /seen-*\n")
                .folder(),
            "seen",
            "--cache-from",
            ref);

    assertEquals("kept\napp\ncold\n", second.run("seen"), told);
  }

  @Test
  void localCacheWithHolesInItRunsWhatIsMissing() throws IOException {
    Path cache = Workspace.folder("local").resolve("cache");
    Context context = context("holes");
    Installation first = Installation.fresh(Mode.ROOT);
    first.build(context.folder(), "app", "--cache-to", "type=local,dest=" + cache + ",mode=max");
    try (Stream<Path> blobs = Files.list(cache.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        byte[] bytes = Files.readAllBytes(blob);
        if (bytes.length > 2 && bytes[0] == 0x1f && (bytes[1] & 0xFF) == 0x8b) {
          bytes[bytes.length / 2] ^= 0x10;
          Files.write(blob, bytes);
        }
      }
    }

    Installation second = Installation.fresh(Mode.ROOT);
    String told = second.build(context.folder(), "app", "--cache-from", "type=local,src=" + cache);
    assertTrue(told.contains("a record is not used"), told);
    assertEquals("HOLES\napp\n", second.run("app"));
    second.jbuild("image", "check").succeeded();

    Files.write(cache.resolve("index.json"), "{\"manifests\": [".getBytes());
    Installation third = Installation.fresh(Mode.ROOT);
    String whole = third.build(context.folder(), "app", "--cache-from", "type=local,src=" + cache);
    assertTrue(whole.contains("nothing of it is used"), whole);
    assertEquals(5, Progress.of(whole).ran().size());
  }

  @Test
  void imageThatHasItsCacheInItselfServesAsOne() {
    String name = registry.host() + "/inline:1";
    Context context = context("inline");
    Installation first = Installation.fresh(Mode.SUBUID);
    first.build(context.folder(), name, "--push", "--build-arg", "BUILDKIT_INLINE_CACHE=1");

    Installation second = Installation.fresh(Mode.SUBUID);
    Progress again = Progress.of(second.build(context.folder(), "app", "--cache-from", name));

    assertEquals(
        List.of("COPY word /in/word"),
        again.ran().stream().filter(title -> !title.startsWith("RUN --mount")).toList(),
        "only what stands in no layer of the image: " + again);
    assertEquals("INLINE\napp\n", second.run("app"));
  }

  @Test
  void cacheThatCannotBeWrittenFailsTheBuildUnlessToldOtherwise() throws IOException {
    Path file = Files.writeString(Workspace.folder("local").resolve("file"), "");
    Installation user = Installation.shared(Mode.ROOT);
    Context context = context("unwritten");
    String to = "type=local,dest=" + file + "/cache";
    Command failed = user.jbuild("build", "--cache-to", to, context.folder().toString()).exits(1);
    assertTrue(failed.err().contains("cannot be written"), failed.err());
    Command told =
        user.jbuild("build", "--cache-to", to + ",ignore-error=true", context.folder().toString())
            .succeeded();
    assertTrue(told.err().contains("cannot be written"), told.err());

    context.with("word", "another\n");
    Command absent =
        user.jbuild("build", "--cache-from", "localhost:1/none:cache", context.folder().toString())
            .succeeded();
    assertTrue(absent.err().contains("nothing of it is used"), absent.err());
    Command refused =
        user.jbuild("build", "--cache-to", "type=gha", context.folder().toString()).exits(2);
    assertTrue(refused.err().contains("`type=gha` is not supported"), refused.err());
    assertFalse(refused.err().contains("Exception"));
  }

  private static Context context(String word) {
    return Context.of("FROM %1$s ".formatted(base) + STEPS.formatted(base))
        .with("word", word + "\n");
  }

  private static String id(Installation user) {
    return user.jbuild("inspect", "-f", "{{.Id}}", "app").succeeded().out();
  }
}
