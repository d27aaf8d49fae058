package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;

import io.jbuild.cli.lsp.EditorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An editor as people have it, with the set-up that docs/editors.md gives for it; and what one
 * shows of builds that were.
 */
class EditorIT {
  /** Whoever built it: the server that shows it is in no namespace. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void lensesKnowARunThatWasBuilt(Mode mode) throws Exception {
    Installation user = Installation.shared(mode);
    Path home = Workspace.folder("editor-" + mode.user());
    Command.ok("chown", mode.user() + ":", home.toString());
    String store = home.resolve("store").toString();
    user.jbuild("import", "--root", store, SmallBase.tar().toString(), "base").succeeded();
    String text =
        """
        FROM base
        ENV PATH=/bin
        RUN sleep 0.3; echo made > /made
        RUN --mount=target=/c cp /c/a /made /root
        """;
    Context context = Context.of(text).with("a", "1");
    user.jbuild("build", "--root", store, "-t", "seen", context.folder().toString()).succeeded();
    try (var editor = new EditorClient(home)) {
      editor.initialize(new ClientCapabilities());
      assertLenses(
          lenses(editor, context, text),
          "0 the store has `.*base.*`, [0-9.]+ ?[kM]i?B",
          "2 cached · last 0\\.[3-9]s, .*",
          "3 cached · last 0\\.\\ds, .*",
          "0 .*");
      context.with("a", "2");
      assertLenses(
          lenses(editor, context, text),
          "0 .*",
          "2 cached.*",
          "3 would run: `a` changed.*",
          "0 .*");
      assertLenses(
          lenses(editor, context, text.replace("made >", "other >")),
          "0 .*",
          "2 would run: .*other.*",
          "3 would run.*",
          "0 .*");
    }
  }

  private static List<String> lenses(EditorClient editor, Context context, String text)
      throws Exception {
    TextDocumentIdentifier file =
        editor.open(context.folder().resolve("Dockerfile").toUri().toString(), text);
    return editor
        .server
        .getTextDocumentService()
        .codeLens(new CodeLensParams(file))
        .get(20, TimeUnit.SECONDS)
        .stream()
        .map(lens -> lens.getRange().getStart().getLine() + " " + lens.getCommand().getTitle())
        .toList();
  }

  private static void assertLenses(List<String> found, String... expected) {
    assertLinesMatch(List.of(expected), found);
  }

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
