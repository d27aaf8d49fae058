package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextListingTest {
  @TempDir private Path folder;

  @Test
  void excludedFoldersAreOneRowWithTheirRule() throws IOException {
    write("app.js", 10);
    write("deps/a", 300);
    write("deps/x/b", 400);
    write("logs/old.log", 50);
    write("logs/keep.txt", 5);
    Files.createSymbolicLink(folder.resolve("link"), Path.of("app.js"));

    List<String> rows = rows("# none\ndeps\nlogs/*\n!logs/keep.txt\n");

    assertEquals(
        List.of(
            "deps/ 700 2 `deps` (.dockerignore:2)",
            "logs/old.log 50 1 `logs/*` (.dockerignore:3)",
            "app.js 10 1 seen",
            "logs/keep.txt 5 1 seen",
            "link 0 1 seen"),
        rows);
  }

  @Test
  void whatAnExceptionTakesInKeepsItsFolderOpen() throws IOException {
    write("a/in", 1);
    write("a/out", 2);

    assertEquals(List.of("a/out 2 1 `*` (.dockerignore:1)", "a/in 1 1 seen"), rows("*\n!a/in\n"));
  }

  @Test
  void aFileIsNoContext() throws IOException {
    write("file", 1);

    assertThrows(
        ContextException.class, () -> ContextListing.of(folder.resolve("file"), IgnoreRules.NONE));
  }

  private void write(String path, int size) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }

  private List<String> rows(String rules) throws IOException {
    return ContextListing.of(folder, IgnoreRules.parse(".dockerignore", rules)).rows().stream()
        .map(
            row ->
                row.path()
                    + (row.folder() ? "/ " : " ")
                    + row.size()
                    + " "
                    + row.files()
                    + " "
                    + row.excludedBy().map(Object::toString).orElse("seen"))
        .toList();
  }
}
