package io.jbuild.grammar.shellcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptsTest {
  private static Dockerfile file(String text) {
    return DockerfileParser.parse(new Source("Dockerfile", text)).dockerfile();
  }

  /** Dialect and first line of each script. */
  private static List<String> scripts(String text) {
    List<String> scripts = new ArrayList<>();
    for (Script script : Scripts.of(file(text))) {
      scripts.add(script.dialect() + " " + script.text().text().lines().findFirst().orElse(""));
    }
    return scripts;
  }

  @Test
  void everyShellFormIsAScriptInTheShellThatHolds() {
    assertEquals(
        List.of("sh one", "bash two", "bash three", "bash four", "bash five", "sh six", "dash 7"),
        scripts(
            """
            FROM a AS base
            RUN one
            RUN ["not", "a script"]
            SHELL ["/bin/bash", "-c"]
            RUN two
            ONBUILD RUN three
            FROM base
            CMD four
            HEALTHCHECK CMD five
            FROM b
            ENTRYPOINT six
            # hadolint shell=ash
            RUN 7
            """));
  }

  @Test
  void shellsThatShellCheckDoesNotKnowAreLeftOut() {
    assertEquals(
        List.of(),
        scripts(
            """
            FROM mcr.microsoft.com/windows/servercore:1
            RUN dir
            FROM a
            SHELL ["pwsh", "-Command"]
            RUN Get-Item x
            SHELL ["zsh", "-c"]
            RUN x
            SHELL ["cmd", "/S", "/C"]
            CMD x
            """));
  }

  @Test
  void aFileWithABacktickForItsEscapeIsForWindows() {
    String text = "# escape=`\nFROM $BASE\nRUN dir\nSHELL [\"bash\", \"-c\"]\nRUN x\n";
    assertEquals(List.of("bash x"), scripts(text));
  }

  @Test
  void hereDocumentsAreOfTheInterpreterThatTheyName() {
    assertEquals(
        List.of(
            "bash #!/usr/bin/env -S bash -e", "sh cd /x", "sh cat <<E > /y", "dash #!/bin/dash"),
        scripts(
            """
            FROM a
            RUN <<E
            #!/usr/bin/env -S bash -e
            E
            RUN <<E
            cd /x
            E
            RUN <<E
            #!/usr/bin/python3
            E
            RUN cat <<E > /y
            x
            E
            COPY <<'E' /s
            #!/bin/dash
            echo $1
            E
            COPY <<E /s
            #!/bin/sh
            echo $1
            E
            """));
  }

  @Test
  void variablesOfTheStageAndItsBaseAreSet() {
    Dockerfile file =
        file("FROM a AS b\nARG x=1\nENV y=2 z.z=3\nFROM B\nRUN echo $x\nFROM a\nRUN echo $x\n");
    List<Script> scripts = Scripts.of(file);
    assertTrue(scripts.get(0).variables().containsAll(List.of("x", "y", "http_proxy")));
    assertFalse(scripts.get(0).variables().contains("z.z"));
    assertFalse(scripts.get(1).variables().contains("x"));
    assertEquals("#!/bin/sh", scripts.get(0).program().lines().findFirst().orElseThrow());
    assertTrue(scripts.get(0).program().endsWith(" y=1\necho $x\n"));
  }

  /** The source's text of a place in the only script. */
  private static Optional<String> at(
      String text, int line, int column, int endLine, int endColumn) {
    Dockerfile file = file(text);
    return Scripts.of(file)
        .getFirst()
        .range(line, column, endLine, endColumn)
        .map(range -> file.source().text(range));
  }

  @Test
  void placesLeadBackOverJoinedLinesAndOddCharacters() {
    String joined = "FROM a\nRUN echo é😀 \\\n  # a comment\n\n  $x\n";
    assertEquals(Optional.of("é😀"), at(joined, 4, 6, 4, 8));
    assertEquals(Optional.of("$x"), at(joined, 4, 11, 4, 13));
    assertEquals(Optional.empty(), at(joined, 3, 1, 3, 7));
    assertEquals(Optional.of(""), at(joined, 9, 1, 9, 4));
    assertTrue(Scripts.of(file(joined)).getFirst().isJoined(4, 6, 13));
    assertFalse(Scripts.of(file(joined)).getFirst().isJoined(4, 6, 8));
    String heredoc = "FROM a\nRUN <<-E\n\t\tif $y; then\n\t\t  z\n\tE\n";
    assertEquals(Optional.of("$y"), at(heredoc, 4, 4, 4, 6));
    assertEquals(Optional.of("z"), at(heredoc, 5, 3, 5, 4));
    String body = "FROM a\nRUN cat <<E | sh\n$b\nE\n";
    assertEquals(Optional.of("$b"), at(body, 5, 1, 5, 3));
  }
}
