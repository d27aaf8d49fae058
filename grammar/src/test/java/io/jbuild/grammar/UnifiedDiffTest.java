package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
  @TempDir Path folder;

  private static String diff(String text, TextEdit... edits) {
    return UnifiedDiff.of(new Source("f", text), List.of(edits));
  }

  private static TextEdit edit(int start, int end, String replacement) {
    return new TextEdit(new Range(start, end), replacement);
  }

  @Test
  void aChangedLineHasThreeLinesOfContext() {
    assertEquals(
        """
        --- f
        +++ f
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        """,
        diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", edit(8, 9, "five")));
  }

  @Test
  void changesFarApartHaveHunksOfTheirOwn() {
    String text = "a\n" + "x\n".repeat(7) + "b\n";
    assertEquals(
        """
        --- f
        +++ f
        @@ -1,3 +1,4 @@
        +new
         a
         x
         x
        @@ -6,4 +7,3 @@
         x
         x
         x
        -b
        """,
        diff(text, edit(0, 0, "new\n"), edit(16, 18, "")));
  }

  @Test
  void changesSideBySideAreOne() {
    assertEquals(
        "--- f\n+++ f\n@@ -1,2 +1,2 @@\n-a\n-b\n+A\n+B\n",
        diff("a\nb\n", edit(0, 1, "A"), edit(2, 3, "B")));
  }

  @Test
  void aMissingLineFeedIsMarked() {
    assertEquals(
        """
        --- f
        +++ f
        @@ -1 +1 @@
        -a
        \\ No newline at end of file
        +a
        """,
        diff("a", edit(1, 1, "\n")));
    assertEquals("--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n", diff("", edit(0, 0, "a\n")));
    assertEquals("", diff("a", edit(0, 1, "a")));
  }

  @Test
  void patchMakesTheNewTextOfIt() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/patch")), "no patch here");
    var random = new Random(5);
    Path file = folder.resolve("f");
    for (int i = 0; i < 60; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append("ab".charAt(random.nextInt(2)));
        text.append(random.nextInt(3) > 0 ? "\n" : "");
      }
      List<TextEdit> edits = new ArrayList<>();
      for (int at = random.nextInt(10); at < text.length(); at += random.nextInt(1, 30)) {
        int end = Math.min(text.length(), at + random.nextInt(4));
        edits.add(edit(at, end, List.of("", "\n", "x", "x\ny").get(random.nextInt(4))));
        at = end;
      }
      String diff = diff(text.toString(), edits.toArray(TextEdit[]::new));
      Files.writeString(file, text);
      Process patch =
          new ProcessBuilder("/usr/bin/patch", "-s", file.toString())
              .redirectErrorStream(true)
              .start();
      try (var in = patch.getOutputStream()) {
        in.write(diff.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      assertEquals("", new String(patch.getInputStream().readAllBytes()), diff);
      String expected = TextEdits.apply(text.toString(), edits);
      assertEquals(expected, Files.exists(file) ? Files.readString(file) : "", diff);
    }
  }
}
