package io.jbuild.core.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.registry.ProcessRunner;
import io.jbuild.core.secret.SecretSource;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.testing.Programs;
import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class GitSourceTest {
  private static final Instant COMMITTED = Instant.ofEpochSecond(1577934245);

  @TempDir Path temporary;
  private StoreDirectory store;
  private GitServer server;
  private int checkouts;

  @BeforeEach
  void open() throws IOException {
    Programs.require("git");
    store = StoreDirectory.open(temporary.resolve("store"));
    server = new GitServer(temporary.resolve("served"));
  }

  @AfterEach
  void close() throws IOException {
    if (server != null) {
      server.close();
      store.close();
    }
  }

  private static ProcessRunner.Result run(List<String> command, byte[] input) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    byte[] errors = process.getErrorStream().readAllBytes();
    try {
      return new ProcessRunner.Result(process.waitFor(), output, errors);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private GitSource source(Secrets secrets) {
    return new GitSource(store, GitSourceTest::run, secrets);
  }

  private Path checkout(String address, boolean keepGitDir) throws IOException {
    GitSource source = source(Secrets.NONE);
    GitAddress git = GitAddress.parse(address).orElseThrow();
    GitCommit commit = source.resolve(git, git.checksum());
    return source.checkout(git, commit, keepGitDir, temporary.resolve("out" + ++checkouts));
  }

  private Map<String, String> files(String address) throws IOException {
    return read(checkout(address, false));
  }

  /** Contents by path; of links where they lead. */
  private static Map<String, String> read(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        if (Files.isSymbolicLink(file)) {
          files.put(root.relativize(file).toString(), "-> " + Files.readSymbolicLink(file));
        } else if (Files.isRegularFile(file)) {
          files.put(root.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  private void write(String repository, String path, String text) throws IOException {
    Path file = server.work(repository).resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Two commits on main with tags, one on a branch. */
  private String[] repository(String name) throws IOException {
    write(name, "README", "r1\n");
    write(name, "sub/s.txt", "s1\n");
    Files.setPosixFilePermissions(
        server.work(name).resolve("sub/s.txt"), PosixFilePermissions.fromString("rwx------"));
    String first = server.commit(name);
    server.git(name, "tag", "v1");
    write(name, "README", "r2\n");
    String second = server.commit(name);
    server.git(name, "tag", "-a", "-m", "two", "v2");
    server.git(name, "checkout", "-q", "-b", "side");
    write(name, "side.txt", "side\n");
    String side = server.commit(name);
    server.git(name, "checkout", "-q", "main");
    server.publish(name);
    return new String[] {first, second, side};
  }

  @Test
  void everyKindOfRefLeadsToItsCommit() throws IOException {
    String[] commits = repository("r.git");
    String url = server.url("r.git");
    assertEquals("r2\n", files(url).get("README"));
    assertEquals("r1\n", files(url + "#v1").get("README"));
    assertEquals("r2\n", files(url + "#v2").get("README"));
    assertEquals(Set.of("README", "side.txt", "sub/s.txt"), files(url + "#side").keySet());
    assertEquals("r1\n", files(url + "?tag=v1").get("README"));
    assertEquals("r1\n", files(url + "#refs/tags/v1").get("README"));
    assertTrue(files(url + "?branch=side").containsKey("side.txt"));
    assertEquals("r1\n", files(url + "#" + commits[0]).get("README"));
    assertEquals(Set.of("s.txt"), files(url + "#v2:sub").keySet());
    assertEquals(Set.of("s.txt"), files(url + "?subdir=/sub/../sub/").keySet());
  }

  @Test
  void modesAndTimesAreThoseOfTheCommit() throws IOException {
    repository("r.git");
    Path root = checkout(server.url("r.git"), false);
    assertEquals("rw-r--r--", mode(root.resolve("README")));
    assertEquals("rwxr-xr-x", mode(root.resolve("sub/s.txt")));
    assertEquals("rwxr-xr-x", mode(root.resolve("sub")));
    for (String path : new String[] {"README", "sub", "sub/s.txt"}) {
      assertEquals(COMMITTED, Files.getLastModifiedTime(root.resolve(path)).toInstant(), path);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aCommitComesOverTheNetworkOnce() throws IOException {
    String[] commits = repository("r.git");
    String url = server.url("r.git");
    files(url + "#main");
    int asked = server.seen.size();
    files(url + "#main");
    // The answer to what `main` is takes two requests of git's protocol.
    assertTrue(server.seen.size() <= asked + 2, server.seen.toString());
    files(url + "#" + commits[1]);
    assertTrue(server.seen.size() <= asked + 2, server.seen.toString());
  }

  @Test
  void aMovedBranchIsFollowed() throws IOException {
    repository("r.git");
    String url = server.url("r.git");
    files(url + "#side");
    server.git("r.git", "checkout", "-q", "side");
    server.git("r.git", "reset", "-q", "--hard", "v1");
    server.publish("r.git");
    assertEquals("r1\n", files(url + "#side").get("README"));
  }

  @Test
  void plainFilesWillDo() throws IOException {
    String[] commits = repository("r.git");
    String url = server.url("dumb/r.git");
    assertEquals("r2\n", files(url).get("README"));
    assertEquals("r1\n", files(url + "#v1").get("README"));
    assertEquals("r1\n", files(url + "#" + commits[0]).get("README"));
  }

  @Test
  void aBranchMayBecomeAFolderOfBranches() throws IOException {
    String[] commits = repository("r.git");
    String url = server.url("dumb/r.git");
    assertTrue(files(url + "#" + commits[2]).containsKey("side.txt"));
    server.git("r.git", "branch", "-m", "side", "moved");
    server.git("r.git", "branch", "-m", "moved", "side/more");
    server.git("r.git", "checkout", "-q", "side/more");
    write("r.git", "more.txt", "more\n");
    String more = server.commit("r.git");
    server.publish("r.git");
    assertTrue(files(url + "#" + more).containsKey("more.txt"));
  }

  @Test
  void checksumsAreHeld() throws IOException {
    String[] commits = repository("r.git");
    String url = server.url("r.git");
    files(url + "?ref=v2&checksum=" + commits[1]);
    files(url + "?ref=v2&checksum=" + commits[1].substring(0, 7));
    files(url + "?ref=v2&checksum=" + server.git("r.git", "rev-parse", "v2"));
    for (String wrong : new String[] {commits[0], "0000000", "xyz"}) {
      assertThrows(RemoteException.class, () -> files(url + "?ref=v2&checksum=" + wrong));
    }
  }

  @Test
  void whatIsNotThereIsTold() throws IOException {
    repository("r.git");
    String url = server.url("r.git");
    assertTrue(message(url + "#nope").contains("has no branch, tag or ref `nope`"));
    assertTrue(message(url + "#:nope").contains("has no folder `nope`"));
    assertTrue(message(url + "#:README").contains("has no folder `README`"));
    assertTrue(message(url + "#" + "0".repeat(40)).contains("`" + "0".repeat(40) + "`"));
    assertTrue(message(server.url("other.git")).contains("cannot be asked"));
    assertTrue(message(url.replace("://", "://u:secret@") + "#nope").contains("u:xxxxx@"));
  }

  private String message(String address) {
    return assertThrows(RemoteException.class, () -> files(address)).getMessage();
  }

  @Test
  void theGitDirectoryIsKeptOnRequestAndAlwaysTheSame() throws IOException {
    String[] commits = repository("r.git");
    String url = server.url("r.git");
    Path root = checkout(url + "#v1", true);
    assertEquals(commits[0] + "\n", Files.readString(root.resolve(".git/HEAD")));
    Map<String, byte[]> first = bytes(root);
    assertEquals("", git(root, "status", "--porcelain"));
    assertEquals(url, git(root, "remote", "get-url", "origin"));
    assertEquals("v1", git(root, "describe", "--tags"));
    store.close();
    store = StoreDirectory.open(temporary.resolve("other"));
    Map<String, byte[]> second = bytes(checkout(url + "#v1", true));
    assertEquals(first.keySet(), second.keySet());
    first.forEach(
        (path, content) ->
            org.junit.jupiter.api.Assertions.assertArrayEquals(content, second.get(path), path));
    assertFalse(Files.exists(checkout(url + "#v1:sub", true).resolve(".git")));
    Path annotated = checkout(url + "#v2", true);
    assertEquals("v2", git(annotated, "describe"));
    Path byId = checkout(url + "#" + commits[2], true);
    assertEquals("", git(byId, "status", "--porcelain"));
  }

  private static Map<String, byte[]> bytes(Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static String git(Path directory, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of("git", "-c", "safe.directory=*", "-C", directory.toString()),
                Stream.of(arguments))
            .toList();
    return new String(run(command, new byte[0]).output(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void submodulesComeAlongUnlessTheyAreLeftOut() throws IOException {
    repository("inner.git");
    write("outer.git", "top", "t\n");
    server.commit("outer.git");
    server.git("outer.git", "submodule", "add", "-q", server.url("inner.git"), "in/one");
    server.git("outer.git", "config", "-f", ".gitmodules", "submodule.in/one.url", "../inner.git");
    server.commit("outer.git");
    server.publish("outer.git");
    String url = server.url("outer.git");
    Map<String, String> with = files(url);
    assertEquals("r2\n", with.get("in/one/README"));
    assertFalse(with.keySet().stream().anyMatch(path -> path.contains(".git/")), with.toString());
    assertEquals(Set.of(".gitmodules", "top"), files(url + "?submodules=false").keySet());
  }

  @Test
  void submodulesOfThisMachineAreRefused() throws IOException {
    repository("inner.git");
    for (String address : new String[] {"/etc", "file:///etc", "ext::sh -c id", "-u./x"}) {
      String name = "bad" + ++checkouts + ".git";
      write(name, "top", "t\n");
      server.commit(name);
      server.git(name, "submodule", "add", "-q", server.url("inner.git"), "in");
      server.git(name, "config", "-f", ".gitmodules", "submodule.in.url", address);
      server.commit(name);
      server.publish(name);
      assertTrue(message(server.url(name)).contains("no web, ssh or git address"), address);
    }
  }

  @Test
  void nothingOfARepositoryRuns() throws IOException {
    Path proof = temporary.resolve("proof");
    write("evil.git", "a", "text\n");
    write("evil.git", ".gitattributes", "* filter=evil\n*.bat text eol=crlf\n");
    write("evil.git", "x.bat", "one\n");
    write("evil.git", "hooks/post-checkout", "#!/bin/sh\ntouch " + proof + "\n");
    write("evil.git", "config", "[filter \"evil\"]\n smudge = touch " + proof + "\n");
    server.commit("evil.git");
    server.publish("evil.git");
    Map<String, String> files = files(server.url("evil.git"));
    assertEquals("text\n", files.get("a"));
    assertEquals("one\r\n", files.get("x.bat"));
    assertFalse(Files.exists(proof));
  }

  @Test
  void linksAreKeptAndNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    write("links.git", "a", "a");
    Files.createSymbolicLink(server.work("links.git").resolve("out"), outside);
    Files.createSymbolicLink(server.work("links.git").resolve("up"), Path.of("../../.."));
    server.commit("links.git");
    server.publish("links.git");
    String url = server.url("links.git");
    assertEquals("-> " + outside, files(url).get("out"));
    assertTrue(message(url + "#:out").contains("has no folder `out`"));
    assertTrue(message(url + "#:up/etc").contains("has no folder"));
  }

  @Test
  void namesThatWouldHarmAreRefused() throws IOException {
    for (String name : new String[] {".git", "..", ".GIT", "git~1"}) {
      String repository = "names" + ++checkouts + ".git";
      write(repository, "f", "harm\n");
      server.commit(repository);
      String blob = server.git(repository, "rev-parse", "HEAD:f");
      Path tree = temporary.resolve("tree");
      Files.writeString(tree, "100644 blob " + blob + "\tconfig\n");
      String inner = hashTree(repository, tree);
      Files.writeString(tree, "040000 tree " + inner + "\t" + name + "\n");
      String outer = hashTree(repository, tree);
      String commit = server.git(repository, "commit-tree", "-m", "m", outer);
      server.git(repository, "update-ref", "refs/heads/main", commit);
      server.publish(repository);
      assertTrue(message(server.url(repository)).contains("cannot"), name);
      assertFalse(Files.exists(temporary.resolve("config")), name);
    }
  }

  @Test
  void noAddressIsTakenForAnOptionOrAProgram() throws IOException {
    Path proof = temporary.resolve("proof");
    String touch = "touch${IFS}" + proof;
    repository("r.git");
    for (String address :
        List.of(
            "ssh://-oProxyCommand=" + touch + "/x.git",
            "ssh://a@-oProxyCommand=" + touch + "/x.git",
            "-oProxyCommand@host:x",
            "git@host:--upload-pack=" + touch,
            "git://-c/x",
            server.url("r.git") + "#--upload-pack=" + touch,
            server.url("r.git") + "#-c",
            server.url("r.git") + "#refs/heads/main:refs/heads/other",
            server.url("r.git") + "#main --upload-pack=" + touch)) {
      assertTrue(GitAddress.parse(address).isEmpty() || !message(address).isEmpty(), address);
      assertFalse(Files.exists(proof), address);
    }
    for (String program : List.of("ext::sh -c " + touch, "file:///etc", "fd::17", "/etc")) {
      assertTrue(GitAddress.parse(program).isEmpty(), program);
    }
  }

  @Test
  void foldersThatStandForMoreFilesThanAreWrittenAreRefused() throws IOException {
    var bounds = new CheckoutBounds(1000, 1 << 20);
    GitSource source = new GitSource(store, GitSourceTest::run, Secrets.NONE, bounds);
    write("bomb.git", "f", "boom\n");
    server.commit("bomb.git");
    String blob = server.git("bomb.git", "rev-parse", "HEAD:f");
    Path tree = temporary.resolve("tree");
    String line = "100644 blob " + blob;
    for (int depth = 0; depth < 30; depth++) {
      var entries = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        entries.append(line).append("\td").append(i).append('\n');
      }
      Files.writeString(tree, entries);
      line = "040000 tree " + hashTree("bomb.git", tree);
    }
    String root = line.substring("040000 tree ".length());
    String commit = server.git("bomb.git", "commit-tree", "-m", "m", root);
    server.git("bomb.git", "update-ref", "refs/heads/main", commit);
    server.publish("bomb.git");
    write("large.git", "f", "x".repeat((1 << 20) + 1));
    server.commit("large.git");
    server.publish("large.git");
    for (String name : List.of("bomb.git", "large.git")) {
      GitAddress git = GitAddress.parse(server.url(name)).orElseThrow();
      GitCommit at = source.resolve(git, "");
      Path out = temporary.resolve("out-" + name);
      var e = assertThrows(RemoteException.class, () -> source.checkout(git, at, false, out));
      assertTrue(e.getMessage().contains("stands for more files"), e.getMessage());
      try (Stream<Path> files = Files.list(out)) {
        assertEquals(0, files.count());
      }
    }
  }

  private String hashTree(String repository, Path entries) throws IOException {
    return server.git(repository, "-c", "alias.tree=!git mktree --missing < " + entries, "tree");
  }

  @Test
  void tokensGoToTheServerAndOnToNoLog() throws IOException {
    repository("r.git");
    Path token = Files.writeString(temporary.resolve("token"), "s3cret\n");
    GitSource source =
        source(new Secrets(Map.of("GIT_AUTH_TOKEN", new SecretSource.OfFile(token))));
    GitAddress git = GitAddress.parse(server.url("r.git")).orElseThrow();
    GitCommit commit = source.resolve(git, "");
    source.checkout(git, commit, false, temporary.resolve("with-token"));
    assertTrue(server.seen.stream().allMatch(path -> path.endsWith("+auth")), "" + server.seen);
    try (Stream<Path> all = Files.walk(temporary.resolve("store"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("s3cret"), file.toString());
      }
    }
  }
}
