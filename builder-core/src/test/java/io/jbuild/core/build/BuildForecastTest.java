package io.jbuild.core.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.secret.SshSources;
import io.jbuild.core.solve.FailedRuns;
import io.jbuild.core.solve.Outlook;
import io.jbuild.core.solve.RunSettings;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildForecastTest {
  private static final String TEXT =
      """
      FROM scratch AS files
      WORKDIR /w
      COPY src dst
      FROM scratch
      COPY --from=files /w/dst /x
      COPY notes /y
      """;

  @TempDir private Path folder;

  private Path context;
  private Path root;

  @BeforeEach
  void makeContext() throws IOException {
    context = Files.createDirectory(folder.resolve("context"));
    root = folder.resolve("store");
    Files.createDirectory(context.resolve("src"));
    Files.writeString(context.resolve("src/a"), "a");
    Files.writeString(context.resolve("src/b.log"), "12345");
    Files.writeString(context.resolve("notes"), "notes");
    Files.writeString(context.resolve(".dockerignore"), "**/*.log\n");
    Files.writeString(context.resolve("Dockerfile"), TEXT);
  }

  private void build() throws Exception {
    build(new DockerfileSource.InContext());
  }

  private void build(DockerfileSource dockerfile) throws Exception {
    var request =
        new BuildRequest(
            new ContextSource.Folder(context),
            dockerfile,
            Optional.empty(),
            Map.of(),
            Collections.emptySortedMap(),
            List.of(Platform.host()),
            Map.of(),
            Annotations.NONE,
            List.of(),
            List.of(),
            "default",
            Secrets.NONE,
            SshSources.NONE,
            Set.of(),
            RunSettings.DEFAULT,
            Reuse.ALL,
            Sharing.NONE,
            false);
    try (var store = StoreDirectory.open(root)) {
      new Build(
              request,
              store,
              Machine.ofThisProcess(),
              () -> {
                throw new IllegalStateException("no registry is asked");
              },
              (command, input) -> {
                throw new IOException("nothing is run");
              },
              BuildListener.SILENT,
              new FailedRuns(false))
          .run(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    }
  }

  private BuildForecast.Look look(String text) throws Exception {
    var forecast = new BuildForecast(root);
    Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    return forecast.look(parsed, forecast.place(context.resolve("Dockerfile")));
  }

  /** Each step's instruction with the kind of its outlook and why. */
  private List<String> outlooks(String text) throws Exception {
    BuildForecast.Look look = look(text);
    List<String> told = new ArrayList<>();
    for (PlannedStep step : look.plan().steps()) {
      String outlook =
          switch (look.outlook(step.step()).orElseThrow()) {
            case Outlook.Cached _ -> "cached";
            case Outlook.Runs(var because, var _) -> String.join("; ", because);
            case Outlook.Depends(var on, var _) -> "depends on " + title(look, on);
            case Outlook.Fails(var message) -> "fails: " + message;
            case Outlook.Present(var image) -> "has " + image.name();
            case Outlook.Pulled(var image) -> "pulls " + image.name();
            case Outlook.Asked(var address) -> "asks " + address;
          };
      told.add(step.text() + ": " + outlook);
    }
    return told;
  }

  private static String title(BuildForecast.Look look, io.jbuild.core.plan.Step on) {
    return look.plan().steps().stream()
        .filter(step -> step.step().equals(on))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private Set<String> filesOfStore() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      Set<String> all = new HashSet<>();
      for (Path file : (Iterable<Path>) files::iterator) {
        all.add(file + " " + Files.getLastModifiedTime(file));
      }
      return all;
    }
  }

  @Test
  void whatWasBuiltIsCachedUntilAFileChanges() throws Exception {
    build();
    assertEquals(
        List.of(
            "WORKDIR /w: cached",
            "COPY src dst: cached",
            "COPY --from=files /w/dst /x: cached",
            "COPY notes /y: cached"),
        outlooks(TEXT));
    Files.writeString(context.resolve("src/a"), "other");
    assertEquals(
        List.of(
            "WORKDIR /w: cached",
            "COPY src dst: `src/a` changed",
            "COPY --from=files /w/dst /x: depends on COPY src dst",
            "COPY notes /y: depends on COPY --from=files /w/dst /x"),
        outlooks(TEXT));
  }

  @Test
  void aChangedInstructionSaysWhatItWas() throws Exception {
    build();
    List<String> told = outlooks(TEXT.replace("notes /y", "notes /z").replace("src dst", "no dst"));
    assertEquals("COPY no dst: fails: `no` is not in the build context", told.get(1));
    assertTrue(told.get(3).contains("`/z`, it was `/y`"), told.get(3));
  }

  @Test
  void whatIsNotHereIsPulledOrAskedForLater() throws Exception {
    build();
    assertEquals(
        List.of(
            "FROM nowhere/none: pulls nowhere/none",
            "FETCH http://nowhere.invalid/f: asks http://nowhere.invalid/f",
            "ADD http://nowhere.invalid/f /f: "
                + "it is new: nothing like it was built here before, or it was pruned since"),
        outlooks("FROM nowhere/none\nADD http://nowhere.invalid/f /f\n"));
  }

  @Test
  void theStoreStaysAsItIs() throws Exception {
    build();
    Set<String> before = filesOfStore();
    Files.writeString(context.resolve("notes"), "other");
    outlooks(TEXT);
    outlooks("FROM scratch\nCOPY src /else\n");
    assertEquals(before, filesOfStore());
  }

  @Test
  void withoutAStoreTheFilesAreToldAlone() throws Exception {
    BuildForecast.Look look = look(TEXT);
    var copy = look.plan().steps().get(1).step();
    assertEquals(Optional.empty(), look.outlook(copy));
    assertEquals(new BuildForecast.Amount(1, 1), look.taken(copy));
    assertEquals(new BuildForecast.Amount(2, 6), look.takenOfAll(copy));
  }

  @Test
  void theContextIsTheFolderThatAFileWasLastBuiltWith() throws Exception {
    Path dockerfile = Files.createDirectory(context.resolve("docker")).resolve("Dockerfile");
    assertEquals(dockerfile.getParent(), new BuildForecast(root).place(dockerfile).context());
    build();
    assertEquals(context, new BuildForecast(root).place(context.resolve("Dockerfile")).context());
    assertEquals(dockerfile.getParent(), new BuildForecast(root).place(dockerfile).context());
    Files.writeString(dockerfile, "FROM scratch\nCOPY notes /n\n");
    build(new DockerfileSource.File(dockerfile));
    assertEquals(context, new BuildForecast(root).place(dockerfile).context());
  }
}
