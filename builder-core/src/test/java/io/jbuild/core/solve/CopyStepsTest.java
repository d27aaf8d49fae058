package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.TreeRemover;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.CopyFilter;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.context.Walk;
import io.jbuild.core.context.WalkNotes;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.CopyFlags;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.remote.Remotes;
import io.jbuild.core.secret.Secrets;
import io.jbuild.grammar.ModeChange;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CopyStepsTest {
  private static final byte[] BYTES = "over http\n".getBytes(StandardCharsets.UTF_8);

  private static final RunSurroundings NO_COMMANDS =
      new RunSurroundings(
          () -> {
            throw new IOException("no command runs here");
          },
          false,
          null,
          Secrets.NONE,
          null,
          null,
          null,
          null,
          new SecretWatch(false),
          SharedRecords.NONE);

  @TempDir Path temporary;
  private final List<BuildEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private StoreDirectory store;
  private Path context;
  private HttpServer server;
  private WalkNotes walkNotes = WalkNotes.NONE;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temporary.resolve("store"));
    context = Files.createDirectory(temporary.resolve("context"));
    Files.writeString(context.resolve("a.txt"), "A");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
            exchange.sendResponseHeaders(known ? 304 : 200, known ? -1 : BYTES.length);
            if (!known) {
              exchange.getResponseBody().write(BYTES);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.stop(0);
    store.close();
  }

  private Rootfs solve(Step target) throws Exception {
    var layers =
        new Layers(
            store,
            "test",
            Ownership.SINGLE,
            (root, operations) -> {
              throw new IOException("no special files here");
            },
            TreeRemover.walking(),
            (layer, into) -> {
              throw new IOException("nothing is pulled here");
            },
            SharedRecords.NONE);
    List<PlannedStep> planned = new ArrayList<>();
    list(target, planned);
    var runner =
        new StepRunner(
            store,
            layers,
            name ->
                BuildContext.open(
                    context, IgnoreRules.NONE, UserRights.ROOT, Optional.empty(), walkNotes),
            new Remotes(
                store,
                (command, input) -> {
                  throw new IOException("no program runs here");
                },
                Secrets.NONE,
                event -> {}),
            NO_COMMANDS,
            step -> true,
            true,
            new Explanations(store, "test", planned, true),
            SharedRecords.NONE,
            LayerFollower.NONE);
    events.clear();
    return new Solver(runner, planned, events::add).solve(List.of(target)).getFirst();
  }

  private static void list(Step step, List<PlannedStep> planned) {
    step.inputs().forEach(input -> list(input, planned));
    planned.add(
        new PlannedStep(
            step,
            "",
            "s",
            1,
            1,
            step.toString(),
            new Source("f", "x"),
            new Range(0, 1),
            List.of()));
  }

  private long started() {
    return events.stream().filter(BuildEvent.StepStarted.class::isInstance).count();
  }

  private static CopyFlags linked(String owner) {
    return new CopyFlags(
        true,
        false,
        List.of(),
        false,
        false,
        owner.isEmpty() ? Optional.empty() : Optional.of(owner),
        Optional.empty());
  }

  private static Step inline(Step base, String path, String text) {
    return new Step.CopyFiles(
        base,
        new CopyOrigin.FromContext(""),
        List.of(new CopySource.Inline("name", text)),
        path,
        CopyFlags.NONE);
  }

  private static Step copy(Step base, CopySource source, String destination, CopyFlags flags) {
    return new Step.CopyFiles(
        base, new CopyOrigin.FromContext(""), List.of(source), destination, flags);
  }

  private Entry entry(Rootfs rootfs, String path) throws IOException {
    Digest top = rootfs.layers().getLast().diffId();
    return LayerIndex.read(store.layers(), top).orElseThrow().find(path).orElseThrow();
  }

  @Test
  void aLinkedLayerIsTheSameOnEveryBase() throws Exception {
    var source = new CopySource.Pattern("a.txt");
    Step one = inline(new Step.Scratch(), "/d/x", "1");
    Step other = inline(new Step.Scratch(), "/d", "2");
    Rootfs first = solve(copy(one, source, "/d/", linked("5:6")));
    Rootfs second = solve(copy(other, source, "/d/", linked("5:6")));
    assertEquals(first.diffIds().getLast(), second.diffIds().getLast());
    assertEquals(1, started(), "the base alone");
    assertEquals(0755, entry(first, "d").mode());
    assertEquals(5, entry(first, "d").uid());
    assertEquals(6, entry(first, "d/a.txt").gid());
  }

  @Test
  void aChangedFileIsToldByNameAndACachedStepTellsNothing() throws Exception {
    Step step = copy(new Step.Scratch(), new CopySource.Pattern("."), "/d/", CopyFlags.NONE);
    solve(step);
    assertTrue(notes().getFirst().contains("it is new"), notes()::toString);
    solve(step);
    assertEquals(List.of(), notes());
    Files.writeString(context.resolve("a.txt"), "changed");
    solve(step);
    assertEquals(1, notes().size(), notes()::toString);
    assertTrue(notes().getFirst().endsWith("because `a.txt` changed"), notes()::toString);
  }

  /** Notes that stand whatever happens to the files. */
  private static final class OneNote implements WalkNotes {
    private Optional<byte[]> note = Optional.empty();

    @Override
    public Optional<byte[]> standing() {
      return note;
    }

    @Override
    public void keep(Walk walk, byte[] kept) {
      note = Optional.of(kept);
    }

    @Override
    public void forget() {
      note = Optional.empty();
    }
  }

  private void noteNow(List<CopyInput> inputs) throws IOException {
    walkNotes = new OneNote();
    var open =
        BuildContext.open(context, IgnoreRules.NONE, UserRights.ROOT, Optional.empty(), walkNotes);
    open.selections()
        .learn(
            inputs,
            CopyFilter.NONE,
            CopySelection.select(open, "the context", inputs, CopyFilter.NONE).summary());
    open.save();
  }

  @Test
  void whatIsKnownOfFilesIsNotLookedUp() throws Exception {
    Step step = copy(new Step.Scratch(), new CopySource.Pattern("a.txt"), "/d/", CopyFlags.NONE);
    Rootfs first = solve(step);
    noteNow(List.of(new CopyInput.Pattern("a.txt")));
    Files.delete(context.resolve("a.txt"));
    assertEquals(first.diffIds(), solve(step).diffIds());
    assertEquals(0, started());
  }

  @Test
  void aWrongNoteIsForgottenBeforeAnythingComesOfIt() throws Exception {
    Step step = copy(new Step.Scratch(), new CopySource.Pattern("a.txt"), "/d/", CopyFlags.NONE);
    noteNow(List.of(new CopyInput.Pattern("a.txt")));
    Files.writeString(context.resolve("a.txt"), "changed");
    assertThrows(StaleNoteException.class, () -> solve(step));
    Rootfs rootfs = solve(step);
    assertEquals(
        Digest.of("changed".getBytes(StandardCharsets.UTF_8)),
        entry(rootfs, "d/a.txt").content().orElseThrow());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (BuildEvent event : events) {
      if (event instanceof BuildEvent.Note(String text)) {
        notes.add(text);
      }
    }
    return notes;
  }

  @Test
  void aLinkedLayerKnowsNoNamesButRoot() throws Exception {
    Rootfs rootfs =
        solve(
            copy(new Step.Scratch(), new CopySource.Pattern("a.txt"), "/d/", linked("root:root")));
    assertEquals(0, entry(rootfs, "d/a.txt").uid());
    Step step = copy(new Step.Scratch(), new CopySource.Pattern("a.txt"), "/d/", linked("app"));
    BuildFailure failure = assertThrows(BuildFailure.class, () -> solve(step));
    assertTrue(failure.getMessage().contains("--link"), failure.getMessage());
  }

  private CopySource url(String path) {
    return new CopySource.Fetched(
        new Step.FetchUrl(
            "http://127.0.0.1:" + server.getAddress().getPort() + path, Optional.empty()));
  }

  @Test
  void anUnchangedUrlIsAskedOnceABuildAndNotDownloadedAgain() throws Exception {
    Step step = copy(new Step.Scratch(), url("/f"), "/t/", CopyFlags.NONE);
    Rootfs first = solve(step);
    assertEquals(2, started());
    assertEquals(0600, entry(first, "t/f").mode());
    assertEquals(first.diffIds(), solve(step).diffIds());
    assertEquals(0, started());
    assertEquals(List.of("/f", "/f"), asked);
  }

  @Test
  void theContentIsTheKeyNotTheAddress() throws Exception {
    solve(copy(new Step.Scratch(), url("/one/f"), "/t/", CopyFlags.NONE));
    solve(copy(new Step.Scratch(), url("/two/f"), "/t/", CopyFlags.NONE));
    assertEquals(1, started(), "the download alone");
    solve(copy(new Step.Scratch(), url("/two/g"), "/t/", CopyFlags.NONE));
    assertEquals(2, started(), "another name is another file");
  }

  @Test
  void aUrlWithModeAndOwner() throws Exception {
    var flags =
        new CopyFlags(
            false,
            false,
            List.of(),
            false,
            false,
            Optional.of("9"),
            Optional.of(ModeChange.parse("g=u,+x")));
    Rootfs rootfs = solve(copy(new Step.Scratch(), url("/f"), "/t", flags));
    assertEquals(0771, entry(rootfs, "t").mode());
    assertEquals(9, entry(rootfs, "t").gid());
  }

  @Test
  void sourcesOfSeveralKindsGoOneOverTheOther() throws Exception {
    Step step =
        new Step.CopyFiles(
            new Step.Scratch(),
            new CopyOrigin.FromContext(""),
            List.of(
                new CopySource.Pattern("a.txt"),
                url("/a.txt"),
                new CopySource.Inline("b.txt", "B")),
            "/t/",
            CopyFlags.NONE);
    Rootfs rootfs = solve(step);
    assertEquals(Digest.of(BYTES), entry(rootfs, "t/a.txt").content().orElseThrow());
    assertEquals(1, entry(rootfs, "t/b.txt").size());
  }

  @Test
  void aFileThatAnExcludeNamesIsCopiedAndTold() throws Exception {
    var flags =
        new CopyFlags(
            false, false, List.of("*.txt"), false, false, Optional.empty(), Optional.empty());
    Rootfs rootfs = solve(copy(new Step.Scratch(), new CopySource.Pattern("a.txt"), "/t/", flags));
    assertEquals(1, entry(rootfs, "t/a.txt").size());
    assertTrue(events.stream().anyMatch(BuildEvent.Warning.class::isInstance));
  }

  @Test
  void whatIsExcludedDoesNotCount() throws Exception {
    Files.createDirectory(context.resolve("d"));
    Files.writeString(context.resolve("d/in"), "1");
    Files.writeString(context.resolve("d/out"), "1");
    var flags =
        new CopyFlags(
            false, false, List.of("out"), false, false, Optional.empty(), Optional.empty());
    Step step = copy(new Step.Scratch(), new CopySource.Pattern("d"), "/t/", flags);
    Rootfs first = solve(step);
    Files.writeString(context.resolve("d/out"), "2");
    assertEquals(first.diffIds(), solve(step).diffIds());
    assertEquals(0, started());
    Files.writeString(context.resolve("d/in"), "2");
    assertNotEquals(first.diffIds(), solve(step).diffIds());
  }

  @Test
  void aFailedDownloadFailsAtItsWord() {
    server.stop(0);
    BuildFailure failure =
        assertThrows(
            BuildFailure.class,
            () -> solve(copy(new Step.Scratch(), url("/f"), "/t/", CopyFlags.NONE)));
    assertEquals("fetch-failed", failure.diagnostics().getFirst().code());
    assertFalse(failure.ofEnvironment());
  }
}
