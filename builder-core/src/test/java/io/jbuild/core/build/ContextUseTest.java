package io.jbuild.core.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextUseTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String path : List.of("src/a", "src/b", "src/skip.md", "notes", "out/x")) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  private ContextUse use(Optional<String> target, ContextUse.Known known, String... lines)
      throws Exception {
    return ContextUse.find(
        folder,
        IgnoreRules.parse(".dockerignore", "out\n"),
        new Source("Dockerfile", String.join("\n", lines) + "\n"),
        target,
        Map.of("D", "src"),
        known);
  }

  private ContextUse use(String... lines) throws Exception {
    return use(Optional.empty(), (name, platform) -> Optional.empty(), lines);
  }

  private static List<Integer> lines(ContextUse use, String path) {
    return use.of(path).stream().map(ContextUse.Taker::line).toList();
  }

  @Test
  void copiesAndMountsTakeFilesByLine() throws Exception {
    ContextUse use =
        use(
            "FROM scratch AS a",
            "ARG D",
            "COPY --exclude=*.md $D /x/",
            "RUN --mount=target=/all,source=src true",
            "ADD src/a notes /y/",
            "COPY <<inline /z",
            "inline");
    assertEquals(List.of(3, 4, 5), lines(use, "src/a"));
    assertEquals(List.of(3, 4), lines(use, "src/b"));
    assertEquals(List.of(4), lines(use, "src/skip.md"));
    assertEquals(List.of(5), lines(use, "notes"));
    assertEquals(List.of(), lines(use, "out/x"));
    assertEquals(new ContextUse.Taker(3, "a", "COPY src /x/"), use.of("src/b").getFirst());
    assertEquals(List.of(), use.notes());
  }

  @Test
  void onlyStagesThatTheTargetNeedsCount() throws Exception {
    String[] lines = {"FROM scratch AS a", "COPY src/a /", "FROM scratch AS b", "COPY src/b /"};
    assertEquals(List.of(), lines(use(lines), "src/a"));
    ContextUse first = use(Optional.of("a"), (name, platform) -> Optional.empty(), lines);
    assertEquals(List.of(2), lines(first, "src/a"));
    assertEquals(List.of(), lines(first, "src/b"));
  }

  @Test
  void whatAnImageAddsCountsWhereItIsKnown() throws Exception {
    var config =
        new ImageConfig(
            Platform.host(),
            Optional.empty(),
            "",
            withVariable("FROM_BASE=notes"),
            List.of(),
            List.of());
    String[] lines = {"FROM base", "COPY ${FROM_BASE:-src/a} /"};
    ContextUse known = use(Optional.empty(), (name, platform) -> Optional.of(config), lines);
    assertEquals(List.of(2), lines(known, "notes"));
    ContextUse unknown = use(lines);
    assertEquals(List.of(2), lines(unknown, "src/a"));
    assertTrue(unknown.notes().getFirst().contains("`base` is not here"), "" + unknown.notes());
  }

  @Test
  void whatIsNotThereIsNoted() throws Exception {
    ContextUse use = use("FROM scratch", "COPY nope /", "COPY notes /");
    assertEquals(List.of(3), lines(use, "notes"));
    assertEquals(List.of("line 2, `COPY nope /`: `nope` is not in the build context"), use.notes());
    assertThrows(BuildFailure.class, () -> use("FROM scratch", "NOPE"));
  }

  private static ContainerConfig withVariable(String variable) {
    ContainerConfig none = ContainerConfig.EMPTY;
    return new ContainerConfig(
        none.user(),
        none.exposedPorts(),
        List.of(variable),
        none.entrypoint(),
        none.cmd(),
        none.volumes(),
        none.workingDir(),
        none.labels(),
        none.stopSignal(),
        none.healthcheck(),
        none.onBuild(),
        none.shell(),
        none.argsEscaped());
  }
}
