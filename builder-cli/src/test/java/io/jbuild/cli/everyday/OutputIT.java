package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a build writes, and where, for every kind of user. */
class OutputIT {
  private static final String DOCKERFILE =
      """
      ARG WORD=default
      FROM busybox AS first
      ARG WORD
      RUN echo "$WORD" > /word && ln /word /same && mkdir /private && chmod 700 /private
      FROM first AS second
      RUN rm /word
      LABEL from=dockerfile
      CMD ["cat", "/same"]
      """;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void archivesAndFoldersHoldTheSameImage(Mode mode) throws IOException {
    Installation user = user(mode);
    Path out = folder(user, "archives");
    Command built =
        user.jbuild(
                "build",
                "-q",
                "-t",
                "out:1",
                "-t",
                "other/name:2",
                "-o",
                "type=oci,dest=" + out + "/oci.tar",
                "-o",
                "type=oci,tar=false,dest=" + out + "/oci",
                "-o",
                "type=docker,dest=" + out + "/docker.tar",
                "-o",
                "type=tar,dest=" + out + "/files.tar",
                "-o",
                "type=local,dest=" + out + "/files",
                "--iidfile",
                out + "/iid",
                "--metadata-file",
                out + "/metadata.json",
                context().folder().toString())
            .succeeded();

    String id = built.out().strip();
    assertTrue(id.matches("sha256:[0-9a-f]{64}"), id);
    assertEquals(id, Files.readString(out.resolve("iid")));
    String metadata = Files.readString(out.resolve("metadata.json"));
    assertTrue(metadata.contains("\"containerimage.config.digest\" : \"" + id + "\""), metadata);
    for (String image :
        new String[] {
          "oci-archive:" + out + "/oci.tar:1",
          "oci:" + out + "/oci:1",
          "docker-archive:" + out + "/docker.tar:docker.io/library/out:1",
          "docker-archive:" + out + "/docker.tar:docker.io/other/name:2",
          "oci:" + user.store() + "/images:out:1"
        }) {
      String manifest = Command.ok("skopeo", "inspect", "--raw", image).out();
      assertTrue(manifest.contains(id), image + "\n" + manifest);
    }
    String listed = Command.ok("tar", "-tvf", out + "/files.tar").out();
    assertTrue(listed.contains(" same\n"), listed);
    assertFalse(listed.contains(" word\n"), listed);
    assertEquals("default\n", Files.readString(out.resolve("files/same")));
    assertFalse(Files.exists(out.resolve("files/word")));
    for (String written : new String[] {"oci.tar", "files/same", "files/private", "iid"}) {
      assertEquals(mode.user(), Files.getOwner(out.resolve(written)).getName(), written);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void optionsReachTheImage(Mode mode) throws IOException {
    Installation user = user(mode);
    Path context = context().folder();
    String image = "options-" + mode.user();
    user.build(
        context,
        image,
        "--build-arg",
        "WORD=given",
        "--label",
        "from=command line",
        "--label",
        "empty=");

    assertEquals("given\n", user.run(image));
    String inspected =
        Command.ok("skopeo", "inspect", "oci:" + user.store() + "/images:" + image + ":latest")
            .out();
    assertTrue(inspected.contains("\"from\": \"command line\""), inspected);
    assertTrue(inspected.contains("\"empty\": \"\""), inspected);

    user.build(context, image, "--target", "first", "--build-arg", "WORD=target");
    assertEquals("target\n", user.run(image, "cat", "/word"));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void namedLayoutStandsForTheBaseAndRootChoosesTheStore(Mode mode) throws IOException {
    Installation user = user(mode);
    Path out = folder(user, "named");
    user.jbuild(
            "build",
            "-q",
            "-o",
            "type=oci,tar=false,dest=" + out + "/layout",
            context().folder().toString())
        .succeeded();
    Context other = Context.of("FROM docker.io/nobody/has:this\nRUN cat /same > /copied\n");

    user.build(
        other.folder(),
        "named",
        "--root",
        out + "/store",
        "--build-context",
        "docker.io/nobody/has:this=oci-layout://" + out + "/layout");

    assertEquals("default\n", user.run("--root", out + "/store", "named", "cat", "/copied"));
    user.jbuild("run", "named", "true").exits(2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void failedBuildWritesNoFile(Mode mode) {
    Installation user = user(mode);
    Path out = folder(user, "failed");
    Context context = Context.of("FROM busybox\nRUN false\n");

    user.jbuild(
            "build",
            "-o",
            "type=oci,dest=" + out + "/oci.tar",
            "--iidfile",
            out + "/iid",
            "--metadata-file",
            out + "/metadata.json",
            context.folder().toString())
        .exits(1);

    assertEquals("", Command.ok("ls", "-A", out.toString()).out());
  }

  private static Installation user(Mode mode) {
    Require.programs("skopeo");
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user;
  }

  private static Context context() {
    return Context.of(DOCKERFILE);
  }

  private static Path folder(Installation user, String name) {
    Path folder = Workspace.folder(name);
    Command.ok("chown", user.mode().user() + ":", folder.toString());
    return folder;
  }
}
