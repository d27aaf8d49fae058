package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --load}: the image goes to an engine of the machine, where there is one. */
class EngineLoadIT {
  private static final Context CONTEXT = Context.of("FROM busybox\nRUN echo made > /made\n");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void engineGetsTheImageAsTheCallingUser(Mode mode) throws IOException {
    Installation user = user(mode);
    Path engine = engine(user, "id -un >%1$s/who; cat >%1$s/archive; echo Loaded image: app:1");

    Command built = build(user, engine).succeeded();

    assertTrue(built.err().contains("Loaded image: app:1"), built.err());
    assertEquals(
        "load\n" + mode.user() + "\n",
        Files.readString(engine.resolve("said")) + Files.readString(engine.resolve("who")));
    String archive = "docker-archive:" + engine.resolve("archive") + ":docker.io/library/loaded:1";
    String config = Command.ok("skopeo", "inspect", "--raw", archive).out();
    String id =
        Pattern.compile("(?m)^image (sha256:[0-9a-f]{64})")
            .matcher(built.err())
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertTrue(config.contains(id), config);
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "ROOT")
  void engineThatFailsFailsTheBuildWithWhatItSays(Mode mode) throws IOException {
    Installation user = user(mode);
    Path engine = engine(user, "echo Cannot connect to the daemon >&2; exit 1");

    Command built = build(user, engine).exits(1);

    assertTrue(built.err().contains("Cannot connect to the daemon"), built.err());
    assertTrue(built.err().contains("docker load"), built.err());
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "ROOT")
  void withoutAnEngineTheBuildSaysWhereTheImageIs(Mode mode) {
    Installation user = user(mode);

    Command built = build(user, Workspace.folder("no-engine")).succeeded();

    assertTrue(built.err().contains("jbuild's own store"), built.err());
  }

  private static Installation user(Mode mode) {
    Require.programs("skopeo");
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user;
  }

  /** A folder with a {@code docker} that writes down how it was called and runs a script. */
  private static Path engine(Installation user, String script) throws IOException {
    Path folder = Workspace.folder("engine");
    Path docker = folder.resolve("docker");
    Files.writeString(
        docker, "#!/bin/sh\necho \"$*\" >" + folder + "/said\n" + script.formatted(folder) + "\n");
    Command.ok("chmod", "755", docker.toString());
    Command.ok("chown", user.mode().user() + ":", folder.toString());
    return folder;
  }

  private static Command build(Installation user, Path engine) {
    List<String> words =
        new ArrayList<>(
            user.words(
                "build",
                "--progress=plain",
                "--load",
                "-t",
                "loaded:1",
                CONTEXT.folder().toString()));
    words.replaceAll(
        word ->
            word.startsWith("PATH=") ? "PATH=" + engine + ":/usr/sbin:/usr/bin:/sbin:/bin" : word);
    return Command.run(words, Map.of(), user.home());
  }
}
