package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code testdata/parse} is a case: a {@code Dockerfile}, its {@code tree} as an
 * s-expression, and its {@code diagnostics} as the user sees them. {@code -Dgolden.update=true}
 * writes the last two.
 */
class GoldenParseTest {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @TestFactory
  List<DynamicTest> parseCases() throws IOException {
    Path folder = Path.of(System.getProperty("jbuild.root", "..")).resolve("testdata/parse");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> cases = Files.list(folder)) {
      for (Path path : cases.sorted().toList()) {
        tests.add(DynamicTest.dynamicTest(path.getFileName().toString(), () -> check(path)));
      }
    }
    assertTrue(tests.size() > 5, "there are cases in " + folder);
    return tests;
  }

  private static void check(Path folder) throws IOException {
    var source = new Source("Dockerfile", Files.readString(folder.resolve("Dockerfile")));
    Parsed parsed = DockerfileParser.parse(source);
    var diagnostics = new StringBuilder();
    parsed.diagnostics().forEach(d -> diagnostics.append(d.render()));
    compare(folder.resolve("diagnostics"), diagnostics.toString());
    compare(folder.resolve("tree"), SyntaxDump.of(source));
  }

  private static void compare(Path file, String actual) throws IOException {
    if (UPDATE) {
      Files.writeString(file, actual);
    }
    assertEquals(Files.readString(file), actual, file.toString());
  }
}
