package io.jbuild.cli.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases in {@code testdata/bad}. A folder holds the context; {@code args} has one argument a
 * line, {@code setup} is a shell script that makes what git cannot hold, {@code expected} is what
 * standard error has to say and {@code exit} the exit code. {@code -Dgolden.update} writes the
 * latter two.
 */
final class BadInputIT {
  private static final Set<String> ABOUT_THE_CASE = Set.of("args", "setup", "expected", "exit");

  private static Jbuild jbuild;

  @BeforeAll
  static void makeStore() throws Exception {
    jbuild = new Jbuild();
  }

  @AfterAll
  static void removeStore() throws Exception {
    if (jbuild != null) {
      jbuild.remove();
    }
  }

  @TestFactory
  List<DynamicTest> everyCaseGivesItsDiagnosticAndExitCode() throws IOException {
    try (Stream<Path> cases =
        Files.list(Path.of(System.getProperty("jbuild.root"), "testdata/bad"))) {
      return cases
          .filter(Files::isDirectory)
          .sorted()
          .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> check(each)))
          .toList();
    }
  }

  private static void check(Path test) throws Exception {
    Path folder = Files.createTempDirectory(jbuild.folder, "case").resolve("context");
    jbuild.program(jbuild.folder, List.of("cp", "-a", test.toString(), folder.toString()));
    if (Files.exists(folder.resolve("setup"))) {
      Jbuild.Result setup = jbuild.program(folder, List.of("sh", "-eu", "setup"));
      assertEquals(0, setup.exit(), setup.err());
    }
    for (String name : ABOUT_THE_CASE) {
      Files.deleteIfExists(folder.resolve(name));
    }
    var before = Jbuild.files(folder);
    var names = jbuild.names();
    Jbuild.Result result =
        jbuild.run(folder, Files.readAllLines(test.resolve("args")).toArray(String[]::new));
    String said = plain(result.err(), folder);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(test.resolve("expected"), said);
      Files.writeString(test.resolve("exit"), result.exit() + "\n");
    }
    assertEquals(Files.readString(test.resolve("expected")), said);
    assertEquals(Files.readString(test.resolve("exit")).strip(), String.valueOf(result.exit()));
    assertFalse(said.contains("\tat "), said);
    jbuild.assertNothingHalfWritten();
    if (result.exit() != 0) {
      assertEquals("", result.out());
      assertEquals(1, Jbuild.errors(said).size(), said);
      assertEquals(before, Jbuild.files(folder));
      assertEquals(names, jbuild.names());
    }
    assertTrue(Set.of(0, 1, 2, 3).contains(result.exit()), said);
  }

  /** Without what differs from run to run and from machine to machine. */
  private static String plain(String err, Path folder) {
    var lines = new ArrayList<String>();
    for (String line : err.replace(folder.toString(), "$DIR").lines().toList()) {
      lines.add(
          line.replaceFirst("^(#[0-9]+ (DONE|FAILED)) [0-9.]+s$", "$1")
              .replaceFirst("^(#[0-9]+) [0-9]+\\.[0-9]{3} ", "$1 | ")
              .replaceFirst("complete log: .*", "complete log: LOG")
              .replaceAll("sha256:[0-9a-f]{64}( [0-9.]+[kM]?B)?", "DIGEST"));
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
