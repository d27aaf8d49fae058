package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An editor as people have it, with the set-up that docs/editors.md gives for it. */
class EditorIT {
  /**
   * It opens a broken file, sees what is found, applies a fix, renames a stage, formats and saves.
   */
  @Test
  void neovimMendsAFile() throws IOException {
    Require.programs("nvim");
    Path testCase = Workspace.project().resolve("testdata/editor/neovim");
    Path folder = Workspace.folder("neovim");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("jbuild"), Workspace.launcher());
    Path file = Files.copy(testCase.resolve("Dockerfile"), folder.resolve("Dockerfile"));
    Path seen = folder.resolve("seen");
    Command.run(
            List.of(
                "nvim",
                "--headless",
                "-u",
                Files.writeString(folder.resolve("init.lua"), setUp("Neovim")).toString(),
                file.toString(),
                "-c",
                "luafile " + testCase.resolve("session.lua")),
            Map.of(
                "PATH", programs + ":" + System.getenv("PATH"),
                "HOME", folder.toString(),
                "JBUILD_SEEN", seen.toString()),
            folder)
        .succeeded();
    assertEquals(Files.readString(testCase.resolve("seen")), Files.readString(seen));
    assertEquals(Files.readString(testCase.resolve("expected")), Files.readString(file));
  }

  /** The lines of a section that are indented. */
  private static String setUp(String editor) throws IOException {
    List<String> code = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Workspace.project().resolve("docs/editors.md"))) {
      if (line.startsWith("## ")) {
        inside = line.startsWith("## " + editor);
      } else if (inside && line.startsWith("    ")) {
        code.add(line.substring(4));
      }
    }
    return String.join("\n", code) + "\n";
  }
}
