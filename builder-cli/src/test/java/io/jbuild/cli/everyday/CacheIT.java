package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a second build does again. */
class CacheIT {
  private static final String DOCKERFILE =
      """
      FROM busybox AS left
      COPY left.txt /in
      RUN tr a-z A-Z < /in > /out

      FROM busybox AS right
      COPY right/ /in/
      RUN sort /in/words | head -n 1 > /out

      FROM busybox
      WORKDIR /srv
      COPY --from=left /out left
      COPY --from=right /out right
      RUN cat left right > both
      """;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void secondBuildRunsNothingAndGivesTheSameImage(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = context("one");
    String first = id(user, context);

    Progress again = build(user, context);

    assertEquals(List.of(), again.ran());
    assertEquals(first, id(user, context));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void touchedTimesRebuildNothing(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = context("two");
    String first = id(user, context);
    Files.setLastModifiedTime(context.folder().resolve("left.txt"), FileTime.fromMillis(1000));
    Files.setLastModifiedTime(context.folder().resolve("right/words"), FileTime.fromMillis(2000));
    Files.setLastModifiedTime(context.folder().resolve("right"), FileTime.fromMillis(3000));

    Progress again = build(user, context);

    assertEquals(List.of(), again.ran());
    assertEquals(first, id(user, context));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void changedFileRebuildsExactlyWhatDependsOnIt(Mode mode) {
    Installation user = user(mode);
    Context context = context("three");
    build(user, context);
    context.with("left.txt", "another three");

    Progress again = build(user, context);

    assertEquals(
        List.of(
            "COPY left.txt /in",
            "RUN tr a-z A-Z < /in > /out",
            "COPY --from=left /out left",
            "RUN cat left right > both"),
        again.ran().stream().sorted(java.util.Comparator.comparing(CacheIT::order)).toList());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void stepThatReproducesItsContentRebuildsNothingAfterIt(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = context("four");
    String first = id(user, context);
    context.with("right/words", "zebra\nyak\napple four\n");

    Progress again = build(user, context);

    assertEquals(List.of("COPY right/ /in/", "RUN sort /in/words | head -n 1 > /out"), again.ran());
    assertEquals(first, id(user, context));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void whatRunsAgainIsExplainedDownToTheFile(Mode mode) {
    Installation user = user(mode);
    Context context = context("explained");
    String id = "explained-" + mode.user();
    user.build(context.folder(), id);
    assertFalse(user.build(context.folder(), id, "--explain").contains(" because "));
    context.with("left.txt", "another");

    String why = user.build(context.folder(), id, "--explain");

    assertTrue(why.contains(" because `left.txt` changed\n"), why);
    assertTrue(why.contains(" because what it stands on changed, by `[left 2/"), why);
    assertTrue(why.contains(" because `out` changed\n"), why);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void noCacheRunsEveryStep(Mode mode) {
    Installation user = user(mode);
    Context context = context("five");
    build(user, context);

    Progress again = Progress.of(user.build(context.folder(), "cache", "--no-cache"));

    assertEquals(8, again.ran().size(), again.toString());
    assertEquals(List.of("FROM busybox"), again.cached());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void changedModeAndNameOfAFileRebuild(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = context("six");
    String first = id(user, context);
    Path words = context.folder().resolve("right/words");
    Files.setPosixFilePermissions(
        words, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));

    Progress again = build(user, context);

    assertTrue(again.ran().contains("COPY right/ /in/"), again.toString());
    assertEquals(first, id(user, context), "the mode does not reach the image");
    context.with("left.txt", "six b");
    assertNotEquals(first, id(user, context));
  }

  /** Steps of independent stages are numbered as they start. */
  private static int order(String title) {
    return DOCKERFILE.indexOf(title);
  }

  private static Installation user(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user;
  }

  /** A context of its own for a test: other content, so no step of another test serves it. */
  private static Context context(String word) {
    return Context.of(DOCKERFILE)
        .with("left.txt", "left " + word)
        .with("right/words", "zebra\napple " + word + "\n");
  }

  private static Progress build(Installation user, Context context) {
    return Progress.of(user.build(context.folder(), "cache"));
  }

  private static String id(Installation user, Context context) {
    return user.jbuild("build", "-q", context.folder().toString()).succeeded().out().strip();
  }
}
