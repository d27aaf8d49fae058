package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The cases in {@code testdata/real}: Dockerfiles as people write them, whose packages come from
 * Debian, npm and Maven Central as this machine reaches them. A folder holds the context and {@code
 * expected-output}, what its image prints; {@code build-options} and {@code run-options} have one
 * option a line. They wait for the network a lot, so they go beside the other tests, but one after
 * the other.
 */
@Execution(ExecutionMode.CONCURRENT)
class RealWorldIT {
  private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\w+:\\w+)");

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  List<DynamicTest> everyCaseBuildsFromCleanAndItsImageRuns() throws IOException {
    Installation user = Installation.shared(Mode.ROOT);
    try (Stream<Path> cases = Files.list(Workspace.project().resolve("testdata/real"))) {
      return cases
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .map(name -> DynamicTest.dynamicTest(name, () -> check(name, user)))
          .toList();
    }
  }

  private static void check(String name, Installation user) throws IOException {
    Path context = Workspace.folder(name).resolve("context");
    Path source = Workspace.project().resolve("testdata/real").resolve(name);
    Command.ok("cp", "-a", "--no-preserve=ownership", source.toString(), context.toString());
    FROM.matcher(Files.readString(context.resolve("Dockerfile")))
        .results()
        .map(match -> match.group(1))
        .distinct()
        .forEach(base -> Bases.provide(user, base));
    Bases.provide(user, Bases.DEBIAN);
    List<String> build = new ArrayList<>();
    for (String option : lines(context, "build-options")) {
      build.add(option.replace("src=", "src=" + context + "/"));
    }
    String expected = Files.readString(context.resolve("expected-output"));
    List<String> run = new ArrayList<>(lines(context, "run-options"));
    run.add("real-" + name);
    for (String file : List.of("expected-output", "build-options", "run-options")) {
      Files.deleteIfExists(context.resolve(file));
    }

    user.build(context, "real-" + name, build);

    assertEquals(expected, user.run(run.toArray(String[]::new)));
  }

  private static List<String> lines(Path context, String name) throws IOException {
    Path file = context.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
