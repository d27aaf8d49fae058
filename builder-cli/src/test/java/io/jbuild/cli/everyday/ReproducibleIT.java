package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With SOURCE_DATE_EPOCH and {@code rewrite-timestamp} a build has one digest, whoever runs it. */
class ReproducibleIT {
  private static final String EPOCH = "1700000123";

  private static final String DOCKERFILE =
      """
      FROM busybox AS build
      ARG SOURCE_DATE_EPOCH
      WORKDIR /srv/new
      COPY files/ ./
      RUN sort words > sorted && ln sorted same && ln -s same link && mkdir -p /made/in/run
      RUN touch -d @1600000000 /old && touch /young && chown 7:8 /young && mkfifo /pipe
      RUN rm words && echo "$SOURCE_DATE_EPOCH $PWD $HOME $(umask)" > /seen
      FROM busybox
      COPY --from=build / /all/
      COPY --chown=app:mail --chmod=640 files/words /srv/
      RUN date +%Z > /zone
      LABEL a=b
      """;

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void twoMachinesGiveTheSameArchive(Mode mode) {
    Installation user = user(mode);

    Path one = build(user, "one", "UTC", "0022");
    Path other = build(user, "another/place", "Asia/Tokyo", "0077");

    assertEquals(sum(one), sum(other));
  }

  @Test
  void usersWhoKeepOwnersGiveTheSameArchive() {
    Path root = build(user(Mode.ROOT), "of-root", "UTC", "0022");
    Path other = build(user(Mode.SUBUID), "of-other", "America/Lima", "0027");

    assertEquals(sum(root), sum(other));
  }

  @Test
  void noFileOfABuiltLayerIsYoungerAndTheBaseStaysAsItIs() {
    Installation user = user(Mode.ROOT);
    Path image = build(user, "capped", "UTC", "0022");
    Path layout = Workspace.folder("layout");
    Command.ok("tar", "-xf", image.toString(), "-C", layout.toString());

    String script =
        """
        cd "$1/blobs/sha256"
        for blob in *; do
          tar -tvf "$blob" --full-time --utc 2> /dev/null | sed "s/^/$blob /"
        done
        """;
    String listed = Command.ok("sh", "-c", script, "sh", layout.toString()).out();

    assertTrue(listed.contains("2020-09-13 12:26:40 all/old"), "older times stay\n" + listed);
    assertTrue(listed.contains("2023-11-14 22:15:23 all/young"), listed);
    assertEquals(List.of(), listed.lines().filter(line -> line.matches(".* 202[4-9]-.*")).toList());
  }

  @Test
  void withoutATimeTheOptionWarns() {
    Installation user = user(Mode.ROOT);
    Context context = Context.of("FROM busybox\nRUN true\n");

    String said = user.build(context.folder(), "timeless", "-o", "type=image,rewrite-timestamp=1");

    assertTrue(said.contains("`rewrite-timestamp` has no effect without a time"), said);
  }

  @Test
  void exportedFilesHaveTheTimeItself() {
    Installation user = user(Mode.ROOT);
    Path out = Workspace.folder("out");
    Context context = Context.of("FROM busybox\nRUN touch -d @1600000000 /old && touch /young\n");

    user.jbuild(
            "build",
            "--build-arg",
            "SOURCE_DATE_EPOCH=" + EPOCH,
            "-o",
            "type=local,dest=" + out.resolve("files"),
            "-o",
            "type=tar,dest=" + out.resolve("files.tar"),
            context.folder().toString())
        .succeeded();

    for (String name : List.of("old", "young", "bin", "etc/passwd")) {
      Path file = out.resolve("files").resolve(name);
      assertEquals(EPOCH, Command.ok("stat", "-c", "%Y", file.toString()).out().strip(), name);
    }
    String listed =
        Command.ok("tar", "-tvf", out.resolve("files.tar").toString(), "--full-time", "--utc")
            .out();
    assertEquals(
        List.of(), listed.lines().filter(line -> !line.contains("2023-11-14 22:15:23")).toList());
  }

  private static Installation user(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user;
  }

  /** Builds from a store, a context, a time zone, an umask and a directory of its own. */
  private static Path build(Installation user, String name, String zone, String umask) {
    Path place = Workspace.folder(name.replace('/', '-'));
    Context context =
        new Context(place.resolve(name))
            .with("Dockerfile", DOCKERFILE)
            .with("files/words", "b\na\n")
            .with("files/dir/more", "more\n");
    Command.ok("chmod", "-R", "u=rwX,go=rX", place.toString());
    Command.ok("chown", "-R", user.mode().user() + ":", place.toString());
    Path store = place.resolve("store");
    // One base for all: what is compared is what was built on it.
    List<String> script = new ArrayList<>();
    script.add("umask " + umask);
    script.add("cd '" + context.folder() + "'");
    script.add("export TZ=" + zone + " SOURCE_DATE_EPOCH=" + EPOCH + " HOME='" + place + "'");
    script.add("jbuild=" + Workspace.launcher());
    script.add("$jbuild load --root '" + store + "' '" + base() + "'");
    script.add(
        "$jbuild build --root '"
            + store
            + "' -o type=oci,dest=../image.tar,rewrite-timestamp=true -t reproduced:1 .");
    List<String> words = new ArrayList<>();
    if (user.mode() != Mode.ROOT) {
      words.addAll(List.of("runuser", "-u", user.mode().user(), "--"));
    }
    words.addAll(List.of("sh", "-euc", String.join("\n", script)));
    Command.run(words, Map.of(), null).succeeded();
    return context.folder().resolveSibling("image.tar");
  }

  private static Path base;

  private static synchronized Path base() {
    if (base == null) {
      Context context = Context.of("FROM busybox\n");
      base = Workspace.folder("base").resolve("busybox.tar");
      user(Mode.ROOT)
          .jbuild(
              "build",
              "-q",
              "-o",
              "type=docker,name=busybox:latest,dest=" + base,
              context.folder().toString())
          .succeeded();
      Command.ok("chmod", "a+r", base.toString());
    }
    return base;
  }

  private static String sum(Path file) {
    return Command.ok("sha256sum", file.toString()).out().split(" ")[0];
  }
}
