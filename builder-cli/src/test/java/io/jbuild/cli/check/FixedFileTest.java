package io.jbuild.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedFileTest {
  @TempDir Path folder;

  @Test
  void aDiffShowsTheLinesThatChange() {
    assertEquals(
        """
        --- D
        +++ D
        @@ -1,3 +1,2 @@
        -FROM a as b
        -
        -USER x
        \\ No newline at end of file
        +FROM a AS b
        +USER x
        """,
        FixedFile.diff(
            new Source("D", "FROM a as b\n\nUSER x"), new Source("D", "FROM a AS b\nUSER x\n")));
    assertEquals("", FixedFile.diff(new Source("D", "a\n"), new Source("D", "a\n")));
  }

  @Test
  void aFileIsReplacedWithItsModeAndALinkStays() throws IOException {
    Path file = Files.writeString(folder.resolve("real"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x---"));
    Path link = Files.createSymbolicLink(folder.resolve("Dockerfile"), Path.of("real"));
    FixedFile.write(link, "new");
    assertEquals("new", Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("rw-r-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }
}
