package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the files and the Dockerfile of a build may come from, beside a folder. */
class ContextsIT {
  private static final String DOCKERFILE = "FROM scratch\nCOPY . /\n";
  private static Path served;
  private static HttpServer server;
  private static String address;

  @BeforeAll
  static void serve() {
    served = Workspace.folder("served");
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), served, OutputLevel.NONE);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "zstd"})
  void tarOnStandardInputIsTheContext(String compressor) {
    Require.programs(compressor);
    Context context = files().with(".dockerignore", "a.txt\n");
    Path tar = Workspace.folder("tar").resolve("context");
    Command.ok(
        "sh",
        "-euc",
        "tar -c -C \"$1\" . | " + compressor + " > \"$2\"",
        "sh",
        context.folder().toString(),
        tar.toString());

    String listed = listed(Mode.ROOT, "-", "< '" + tar + "'");

    assertEquals(
        List.of(".dockerignore", "Dockerfile", "a.txt", "dir/", "dir/b.txt"), names(listed));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void filesOfATarBelongToRootWhateverItSays(Mode mode) {
    Context context = files();
    Path tar = Workspace.folder("tar").resolve("context.tar");
    Command.ok(
        "tar",
        "--owner=7",
        "--group=8",
        "--mode=a=",
        "-cf",
        tar.toString(),
        "-C",
        context.folder().toString(),
        "a.txt",
        "Dockerfile");

    String listed = listed(mode, "-", "< '" + tar + "'");

    assertEquals(
        List.of("---------- 0/0 Dockerfile", "---------- 0/0 a.txt"),
        listed.lines().map(l -> l.replaceAll("^(\\S+ \\S+).* (\\S+)$", "$1 $2")).toList());
  }

  @Test
  void otherTextOnStandardInputIsADockerfileWithoutFiles() {
    String listed = listed(Mode.ROOT, "-", "<<'END'\nFROM scratch\nCOPY <<A /f\nA\nEND");

    assertEquals(List.of("f"), names(listed));
    assertTrue(
        fails(Mode.ROOT, "-f x -", "<<'END'\nFROM scratch\nEND")
            .contains("standard input holds a Dockerfile, and `-f` names another"));
    assertTrue(
        fails(Mode.ROOT, "-", "<<'END'\nFROM scratch\nCOPY a /\nEND")
            .contains("<stdin>:2:6: error: `a` is not in the build context"));
  }

  @Test
  void dockerfileMayComeFromStandardInputOrFromAServer() throws IOException {
    Context context = files().with(".dockerignore", "dir\n");
    Files.writeString(served.resolve("Remote"), "FROM scratch\nCOPY . /remote/\n");
    String folder = "'" + context.folder() + "'";

    assertEquals(
        List.of("s/", "s/.dockerignore", "s/Dockerfile", "s/a.txt"),
        names(listed(Mode.ROOT, "-f - " + folder, "<<'END'\nFROM scratch\nCOPY . /s/\nEND")));
    assertEquals(
        List.of("remote/", "remote/.dockerignore", "remote/Dockerfile", "remote/a.txt"),
        names(listed(Mode.ROOT, "-f " + address + "/Remote " + folder, "< /dev/null")));
  }

  @Test
  void dockerfileOutsideOfTheContextBringsItsOwnIgnoreFile() {
    Context context = files().with(".dockerignore", "dir\n");
    Context other =
        Context.of("").with("My.Dockerfile", DOCKERFILE).with("My.Dockerfile.dockerignore", "a*\n");

    String listed =
        listed(
            Mode.ROOT,
            "-f '" + other.folder() + "/My.Dockerfile' '" + context.folder() + "'",
            "< /dev/null");

    assertEquals(List.of(".dockerignore", "Dockerfile", "dir/", "dir/b.txt"), names(listed));
  }

  @Test
  void hostileTarsWriteAndReadNothingOutside() throws IOException {
    Path folder = Workspace.folder("hostile");
    Files.createSymbolicLink(folder.resolve("Dockerfile"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(folder.resolve("out"), Path.of(".."));
    String change = "--transform=s,^x,../../../../../../../../../../" + folder + "/escaped,";
    Files.writeString(folder.resolve("x"), "FROM scratch\n");
    Path links = folder.resolve("links.tar");
    Path climbs = folder.resolve("climbs.tar");
    String at = folder.toString();
    Command.ok("tar", "-cf", links.toString(), "-C", at, "Dockerfile");
    Command.ok("tar", "-P", change, "-cf", climbs.toString(), "-C", at, "x");

    assertTrue(
        fails(Mode.ROOT, "-", "< '" + links + "'")
            .contains("there is no file `Dockerfile` in the context"));
    assertTrue(fails(Mode.ROOT, "-", "< '" + climbs + "'").contains("leads out of"));
    assertFalse(Files.exists(folder.resolve("escaped")));
  }

  @Test
  void downloadIsATarOrADockerfile() throws IOException {
    Context context = files();
    Command.ok(
        "tar", "-czf", served.resolve("c.tgz").toString(), "-C", context.folder().toString(), ".");
    Files.writeString(served.resolve("text"), "FROM scratch\nCOPY . /all/\n");

    assertEquals(
        List.of("Dockerfile", "a.txt", "dir/", "dir/b.txt"),
        names(listed(Mode.ROOT, address + "/c.tgz", "< /dev/null")));
    assertEquals(
        List.of("all/", "all/context"), names(listed(Mode.ROOT, address + "/text", "< /dev/null")));
    assertTrue(fails(Mode.ROOT, address + "/none", "< /dev/null").contains("404"));
  }

  @Test
  void repositoryIsAContextWithRefAndFolder() throws IOException {
    Require.programs("git");
    repository();

    assertEquals(
        List.of("Dockerfile", "a.txt", "dir/", "dir/Dockerfile"),
        names(listed(Mode.ROOT, address + "/repo.git", "< /dev/null")));
    assertEquals(
        List.of("Dockerfile"),
        names(listed(Mode.ROOT, "'" + address + "/repo.git#v1:dir'", "< /dev/null")));
    assertTrue(
        names(
                listed(
                    Mode.ROOT,
                    "--build-arg BUILDKIT_CONTEXT_KEEP_GIT_DIR=1 " + address + "/repo.git",
                    "< /dev/null"))
            .contains(".git/HEAD"));
  }

  @Test
  void namedContextsAreDownloadsRepositoriesAndStages() throws IOException {
    Require.programs("git");
    repository();
    Files.writeString(served.resolve("file.txt"), "served\n");
    String dockerfile =
        """
        FROM scratch AS own
        COPY <<END /own
        END
        FROM scratch
        COPY --from=web . /web/
        COPY --from=git dir /git/
        COPY --from=stage . /stage/
        """;
    String options =
        "--build-context web=%1$s/file.txt --build-context git=%1$s/repo.git"
            + " --build-context stage=target:own -f - .";

    assertEquals(
        List.of("git/", "git/Dockerfile", "stage/", "stage/own", "web/", "web/context"),
        names(listed(Mode.ROOT, options.formatted(address), "<<'EOF'\n" + dockerfile + "EOF")));
  }

  @Test
  void sourceDateEpochMayBeTheTimeOfWhereTheFilesComeFrom() throws IOException {
    Require.programs("git");
    repository();
    String epoch = "--build-arg SOURCE_DATE_EPOCH=context ";
    String stage =
        "<<'END'\nARG SOURCE_DATE_EPOCH=src\nFROM scratch AS src\nADD %s/repo.git /\nFROM"
            + " scratch\nCOPY <<A /f\nA\nEND";

    assertTimes("2020-09-13 12:26:40", listed(Mode.ROOT, epoch + address + "/repo.git", ""));
    assertTimes("2020-09-13 12:26:40", listed(Mode.ROOT, "-", stage.formatted(address)));
    String local = listed(Mode.ROOT, epoch + "'" + files().folder() + "'", "");
    assertFalse(local.contains("2020-09-13"), local);
    assertTrue(
        fails(Mode.ROOT, "-", "<<'END'\nARG SOURCE_DATE_EPOCH=s\nFROM scratch AS s\nCOPY a /\nEND")
            .contains("SOURCE_DATE_EPOCH cannot be taken from this stage"));
  }

  private static void assertTimes(String time, String listed) {
    assertEquals(List.of(), listed.lines().filter(line -> !line.contains(time)).toList());
    assertFalse(listed.isEmpty());
  }

  private static Context files() {
    return Context.of(DOCKERFILE).with("a.txt", "a\n").with("dir/b.txt", "b\n");
  }

  /** A repository that a server of plain files can serve. */
  private static synchronized void repository() throws IOException {
    Path bare = served.resolve("repo.git");
    if (Files.exists(bare)) {
      return;
    }
    Path folder = Workspace.folder("repository");
    new Context(folder)
        .with("Dockerfile", DOCKERFILE)
        .with("dir/Dockerfile", DOCKERFILE)
        .with("a.txt", "a\n");
    String script =
        """
        cd "$1"
        export GIT_AUTHOR_DATE="1600000000 +0000" GIT_COMMITTER_DATE="1600000000 +0000"
        export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
        git init -q -b main
        git add .
        git -c user.name=a -c user.email=a@b.c commit -q -m one
        git tag v1
        git clone -q --bare . "$2"
        git -C "$2" update-server-info
        """;
    Command.ok("sh", "-euc", script, "sh", folder.toString(), bare.toString());
  }

  /** The paths of a listing, without the root. */
  private static List<String> names(String listed) {
    return listed.lines().map(line -> line.replaceAll("^.* (\\S+)$", "$1")).toList();
  }

  /** What the image holds: a listing of its tar. */
  private static String listed(Mode mode, String arguments, String input) {
    Path tar = Workspace.folder("out").resolve("image.tar");
    Command.ok("chown", mode.user() + ":", tar.getParent().toString());
    run(mode, "-q -o type=tar,dest='" + tar + "' " + arguments, input).succeeded();
    return Command.ok("tar", "--numeric-owner", "--full-time", "--utc", "-tvf", tar.toString())
        .out();
  }

  private static String fails(Mode mode, String arguments, String input) {
    return run(mode, "-q " + arguments, input).exits(1).err();
  }

  private static Command run(Mode mode, String arguments, String input) {
    Installation user = Installation.shared(mode);
    List<String> words = new ArrayList<>(user.words("build"));
    String jbuild = String.join(" ", words.stream().map(word -> "'" + word + "'").toList()) + " ";
    return Command.run(
        Arrays.asList("sh", "-c", jbuild + arguments + " " + input), Map.of(), user.home());
  }
}
