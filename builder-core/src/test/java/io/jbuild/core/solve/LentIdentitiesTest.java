package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LentIdentitiesTest {
  @TempDir private Path tree;

  private Path file(String name, int mode) throws IOException {
    Path file = Files.createFile(tree.resolve(name));
    Files.setAttribute(file, "unix:mode", mode);
    return file;
  }

  private static int mode(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:mode") & 07777;
  }

  @Test
  void setuidAndSetgidBitsOfFilesAreDroppedAndAllElseStays() throws IOException {
    Path folder = Files.createDirectory(tree.resolve("d"));
    Files.setAttribute(folder, "unix:mode", 02775);
    Path setuid = file("d/su", 04711);
    Path setgid = file("wall", 02755);
    Path plain = file("plain", 01644);
    LentIdentities.drop(tree);
    assertEquals(0711, mode(setuid));
    assertEquals(0755, mode(setgid));
    assertEquals(01644, mode(plain));
    assertEquals(02775, mode(folder));
  }
}
