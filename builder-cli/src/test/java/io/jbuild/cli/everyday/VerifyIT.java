package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code jbuild verify}: an image against what its context gives today. */
class VerifyIT {
  private static final String DOCKERFILE =
      "FROM busybox\nENV V=1\nCOPY a /a\nRUN cp /a /b && chmod 640 /b && mkdir /d\n";

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatIsBuiltAgainIsTheSameButForTimes(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = Context.of(DOCKERFILE).with("a", "text\n");
    user.build(context.folder(), "verified:1");

    String said = verify(user, context, "verified:1").succeeded().out();

    assertTrue(
        said.startsWith("`verified:1` has the files and the config of what was built"), said);
    verify(user, context, "verified:1", "--exact").exits(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void withATimeGivenTheDigestIsTheSame(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = Context.of(DOCKERFILE).with("a", "text\n");
    String epoch = "--build-arg=SOURCE_DATE_EPOCH=1700000000";
    user.build(context.folder(), "timed:1", epoch, "-o", "type=image,rewrite-timestamp=true");

    String said =
        verify(user, context, "timed:1", epoch, "--rewrite-timestamp", "--exact").succeeded().out();

    assertTrue(said.startsWith("`timed:1` is what was built: sha256:"), said);
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "ROOT")
  void eachDifferenceIsNamedAndNothingIsKept(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context = Context.of(DOCKERFILE).with("a", "text\n");
    user.build(context.folder(), "differs:1");
    context
        .with("a", "another\n")
        .with("Dockerfile", DOCKERFILE.replace("V=1", "V=2").replace("640", "600"));
    String images = images(user);

    String said = verify(user, context, "differs:1").exits(1).out();

    assertTrue(said.contains("config: Env.V: `1` -> `2`\n"), said);
    assertTrue(said.contains("): /a: size: 5 -> 8\n"), said);
    assertTrue(said.contains("): /a: content: sha256:"), said);
    assertTrue(said.contains("): /b: mode: 640 -> 600\n"), said);
    assertFalse(said.contains("/d: "), said);
    assertEquals(images, images(user));
  }

  /** Names and IDs alone: how long ago an image was made changes. */
  private static String images(Installation user) {
    String format = "{{.Repository}}:{{.Tag}} {{.ID}}";
    return user.jbuild("image", "ls", "--no-trunc", "--format", format).succeeded().out();
  }

  private static Installation user(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user;
  }

  private static Command verify(
      Installation user, Context context, String image, String... options) {
    var words = new java.util.ArrayList<>(java.util.List.of("verify", "--progress", "quiet"));
    words.addAll(java.util.List.of(options));
    words.add(image);
    words.add(context.folder().toString());
    return user.jbuild(words.toArray(String[]::new));
  }
}
