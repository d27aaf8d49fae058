package io.jbuild.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCheckTest {
  private static final String TEXT =
      """
      FROM a
      ENV known=1
      RUN echo $known \\
          # a remark
          $unknown
      RUN <<EOF
      rm $unknown
      EOF
      """;

  @TempDir Path folder;

  private static Dockerfile file(String text) {
    return DockerfileParser.parse(new Source("Dockerfile", text)).dockerfile();
  }

  private static ShellCheck installed() {
    Optional<Path> program = ShellCheck.find(System.getenv("PATH"));
    if (program.isEmpty() && System.getProperty("jbuild.require", "").equals("all")) {
      Assertions.fail("shellcheck is not installed");
    }
    Assumptions.assumeTrue(program.isPresent(), "shellcheck is not installed");
    return new ShellCheck(program.get());
  }

  private static List<String> places(List<Diagnostic> found) {
    List<String> places = new ArrayList<>();
    for (Diagnostic d : found) {
      places.add(
          d.code()
              + " "
              + d.source().line(d.range().start())
              + ":"
              + d.source().column(d.range().start())
              + " "
              + d.source().text(d.range()));
    }
    return places.stream().sorted().toList();
  }

  @Test
  void findingsStandWhereTheyAreInTheDockerfile() throws IOException {
    ShellCheck shellCheck = installed();
    List<List<Diagnostic>> found = shellCheck.run(List.of(file(TEXT), file("FROM a\n")));
    assertEquals(List.of(), shellCheck.notes());
    assertEquals(
        List.of(
            "SC2086 5:5 $unknown",
            "SC2086 7:4 $unknown",
            "SC2154 5:5 $unknown",
            "SC2154 7:4 $unknown"),
        places(found.getFirst()));
    assertEquals(List.of(), found.get(1));
  }

  @Test
  void aFixIsAnEditOfTheDockerfileThatNobodyAppliesUnasked() throws IOException {
    Diagnostic quote =
        installed().run(List.of(file(TEXT))).getFirst().stream()
            .filter(d -> d.code().equals("SC2086"))
            .filter(d -> d.source().line(d.range().start()) == 5)
            .findFirst()
            .orElseThrow();
    assertEquals(false, quote.fix().orElseThrow().safe());
    assertTrue(
        TextEdits.apply(TEXT, quote.fix().get().edits()).contains("    \"$unknown\"\nRUN"),
        quote.fix().toString());
  }

  @Test
  void manyScriptsAreCheckedInBatchesAndEqualOnesOnce() throws IOException {
    List<Dockerfile> files = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      files.add(file("FROM a\nRUN echo $a" + i % 15 + "\n"));
    }
    List<List<Diagnostic>> found = installed().run(files);
    for (int i = 0; i < 30; i++) {
      assertTrue(places(found.get(i)).contains("SC2154 2:10 $a" + i % 15), found.get(i).toString());
    }
  }

  private ShellCheck program(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("shellcheck"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new ShellCheck(ShellCheck.find("/none:" + folder).orElseThrow());
  }

  @Test
  void aProgramThatDoesNotDoItsWorkIsNoted() throws IOException {
    for (String[] broken :
        List.of(
            new String[] {"echo no such option >&2; exit 4", "failed with 4 (no such option)"},
            new String[] {"echo hello", "gave an answer that is not ShellCheck's"},
            new String[] {"exit 0", "gave an answer that is not ShellCheck's"},
            new String[] {
              "echo '{\"comments\":[{\"file\":\"other\",\"message\":\"\"}]}'",
              "gave an answer that is not ShellCheck's"
            })) {
      ShellCheck shellCheck = program(broken[0]);
      assertEquals(List.of(List.of()), shellCheck.run(List.of(file(TEXT))), broken[0]);
      assertEquals(1, shellCheck.notes().size(), shellCheck.notes().toString());
      assertTrue(shellCheck.notes().getFirst().contains(broken[1]), shellCheck.notes().toString());
    }
  }

  @Test
  void nothingIsStartedForFilesWithoutScripts() throws IOException {
    ShellCheck shellCheck = program("exit 9");
    assertEquals(List.of(List.of()), shellCheck.run(List.of(file("FROM a\nUSER 1\n"))));
    assertEquals(List.of(), shellCheck.notes());
  }
}
