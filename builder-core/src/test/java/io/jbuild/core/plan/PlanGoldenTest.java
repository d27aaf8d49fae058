package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code testdata/plan} is a case: {@code Dockerfile}, {@code expected.txt} and, if
 * the build needs options, {@code options.properties} with {@code target}, {@code platform}, {@code
 * arg.NAME}, {@code label.NAME}, {@code context.NAME=FILES|IMAGE}, {@code allow=ENTITLEMENT},
 * {@code host=NAME} and {@code onbuild.IMAGE=trigger}. {@code -Dgolden.update=true} rewrites what
 * is expected.
 */
final class PlanGoldenTest {
  @TestFactory
  List<DynamicTest> cases() throws IOException {
    Path folder = Path.of(System.getProperty("jbuild.root", "..")).resolve("testdata/plan");
    try (Stream<Path> found = Files.list(folder)) {
      List<DynamicTest> tests =
          found
              .filter(Files::isDirectory)
              .sorted()
              .map(test -> DynamicTest.dynamicTest(name(test), () -> check(test)))
              .toList();
      assertFalse(tests.isEmpty());
      return tests;
    }
  }

  private static String name(Path test) {
    return test.getFileName().toString();
  }

  private static void check(Path test) throws IOException {
    Planning planning = Planning.of(Files.readString(test.resolve("Dockerfile")).stripTrailing());
    options(planning, test.resolve("options.properties"));
    PlanResult result = planning.result();
    String actual =
        result.plan().map(PlanText::print).orElse("") + Planning.render(result.diagnostics());
    Path expected = test.resolve("expected.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected), actual);
  }

  private static void options(Planning planning, Path file) throws IOException {
    var options = new Properties();
    try (Reader text = Files.exists(file) ? Files.newBufferedReader(file) : new StringReader("")) {
      options.load(text);
    }
    for (String key : new TreeSet<>(options.stringPropertyNames())) {
      String value = options.getProperty(key);
      String name = key.substring(key.indexOf('.') + 1);
      switch (key.substring(0, key.length() - name.length())) {
        case "arg." -> planning.buildArg(name, value);
        case "label." -> planning.label(name, value);
        case "context." -> planning.context(name, kind(value));
        case "onbuild." -> planning.triggers(name, value);
        default -> {
          switch (key) {
            case "target" -> planning.target(value);
            case "allow" -> planning.allow(Entitlement.valueOf(value));
            case "host" -> planning.host(value);
            case "platform" -> planning.platforms(value, "linux/amd64");
            default -> throw new IOException("unknown option " + key + " in " + file);
          }
        }
      }
    }
  }

  private static PlanRequest.ContextKind kind(String text) {
    return switch (text) {
      case "FILES" -> PlanRequest.ContextKind.FILES;
      case "IMAGE" -> PlanRequest.ContextKind.IMAGE;
      default -> new PlanRequest.ContextKind.Stage(text);
    };
  }
}
