package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A folder of {@code testdata/build}: a context and what its image prints when it runs. */
record BuildCase(String name, Path context, List<String> bases) {
  private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+:\\S+)");

  /** A copy of a case. */
  static BuildCase of(String name) throws IOException {
    Path context = context(name);
    List<String> bases =
        FROM.matcher(Files.readString(context.resolve("Dockerfile")))
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();
    return new BuildCase(name, context, bases);
  }

  /** Builds it, runs the image and compares what that prints with the expected text. */
  void buildAndRun(Installation user) throws IOException {
    bases.forEach(base -> Bases.provide(user, base));
    user.build(context, name);
    assertEquals(Files.readString(context.resolve("expected-output")), user.run(name));
    user.jbuild("image", "check", name).succeeded();
  }

  /** Judges the built image by skopeo, umoci and buildah. */
  void compareWithBuildah(Installation user) {
    Require.programs("skopeo", "umoci", "buildah");
    String image = user.store().resolve("images") + ":" + name + ":latest";
    String inspected = Command.ok("skopeo", "inspect", "oci:" + image).out();
    assertTrue(inspected.contains("\"Architecture\""), inspected);
    UnpackedImage ours = UnpackedImage.of(image);
    UnpackedImage theirs = Buildah.image(name, context, bases);
    List<String> differences = Differences.read().unexplained(ours, theirs);
    assertEquals("", String.join("\n", differences));
    ours.discard();
  }

  /** A copy of a case, with the one file that the repository cannot hold. */
  private static Path context(String name) throws IOException {
    Path context = Workspace.copyOfCase(name);
    if (Files.exists(context.resolve("jar"))) {
      Path tools = Path.of(System.getProperty("java.home"), "bin");
      Path classes = Workspace.folder("classes");
      Command.ok(
          tools.resolve("javac").toString(),
          "-d",
          classes.toString(),
          context.resolve("jar/App.java").toString());
      Command.ok(
          tools.resolve("jar").toString(),
          "--create",
          "--file",
          context.resolve("app.jar").toString(),
          "--date",
          "2024-01-01T00:00:00Z",
          "--main-class",
          "App",
          "-C",
          classes.toString(),
          ".");
    }
    return context;
  }
}
