package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatCommandTest {
  private static final String UGLY = "from a as b\nRUN x \\\n  y\n";
  private static final String NICE = "FROM a AS b\nRUN x \\\n    y\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void standardInputIsPrintedFormatted() {
    assertEquals(new Invocation(0, NICE, ""), Invocation.of(UGLY, "format", "-"));
    assertEquals(new Invocation(0, NICE, ""), Invocation.of(NICE, "format", "-"));
    assertEquals(
        "from a as b\nrun x \\\n\ty\n",
        Invocation.of(UGLY, "format", "--indent=0", "--keywords=lower", "-").out());
    assertEquals(
        "FROM a AS b\nRUN x \\\n  y\n",
        Invocation.of(UGLY, "format", "--keep-commands", "-").out());
  }

  @Test
  void filesAreWrittenOnDemandAndKeepTheirMode() throws IOException {
    Path ugly = file("ugly", UGLY);
    Files.setPosixFilePermissions(ugly, PosixFilePermissions.fromString("rwxr-x---"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("ugly"));
    assertEquals(new Invocation(0, NICE, ""), Invocation.of("", "format", ugly.toString()));
    assertEquals(UGLY, Files.readString(ugly));
    assertEquals(new Invocation(0, "", ""), Invocation.of("", "format", "-w", link.toString()));
    assertEquals(NICE, Files.readString(ugly));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(ugly)));
  }

  @Test
  void checkNamesFilesThatAreNotFormatted() throws IOException {
    String ugly = file("ugly", UGLY).toString();
    String nice = file("nice", NICE).toString();
    assertEquals(new Invocation(0, "", ""), Invocation.of("", "format", "--check", nice));
    assertEquals(
        new Invocation(1, ugly + "\n", ""), Invocation.of("", "format", "--check", nice, ugly));
    assertEquals(UGLY, Files.readString(Path.of(ugly)));
  }

  @Test
  void diffShowsWhatWouldChange() {
    String diff =
        """
        --- <stdin>
        +++ <stdin>
        @@ -1,3 +1,3 @@
        -from a as b
        +FROM a AS b
         RUN x \\
        -  y
        +    y
        """;
    assertEquals(new Invocation(0, diff, ""), Invocation.of(UGLY, "format", "--diff", "-"));
    assertEquals(
        new Invocation(1, "<stdin>\n" + diff, ""),
        Invocation.of(UGLY, "format", "--check", "--diff", "-"));
  }

  @Test
  void errorsAreToldAndTheRestIsFormatted() {
    Invocation outcome = Invocation.of("from a\n rnu  x\nuser b\n", "format", "-");
    assertEquals("0 FROM a\n rnu  x\nUSER b\n", outcome.code() + " " + outcome.out());
    assertTrue(outcome.err().startsWith("<stdin>:2:2: error: "), outcome.err());
  }

  @Test
  void wrongCommandLinesAreTwo() {
    assertEquals(2, Invocation.of("", "format", "--indent=99", "-").code());
    assertEquals(2, Invocation.of("", "format", "--check", "-w", "-").code());
    assertEquals(2, Invocation.of("", "format", folder.resolve("none").toString()).code());
  }
}
