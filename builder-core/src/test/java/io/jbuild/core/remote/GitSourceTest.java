package io.jbuild.core.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.secret.SecretSource;
import io.jbuild.core.secret.Secrets;
import io.jbuild.grammar.GitAddress;
import java.io.IOException;
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
  private GitCheckouts checkouts;
  private GitServer server;

  @BeforeEach
  void open() throws IOException {
    checkouts = new GitCheckouts(temporary);
    server = checkouts.server;
  }

  @AfterEach
  void close() throws IOException {
    if (checkouts != null) {
      checkouts.close();
    }
  }

  @Test
  void everyKindOfRefLeadsToItsCommit() throws IOException {
    String[] commits = checkouts.repository("r.git");
    String url = server.url("r.git");
    assertEquals("r2\n", checkouts.files(url).get("README"));
    assertEquals("r1\n", checkouts.files(url + "#v1").get("README"));
    assertEquals("r2\n", checkouts.files(url + "#v2").get("README"));
    assertEquals(
        Set.of("README", "side.txt", "sub/s.txt"), checkouts.files(url + "#side").keySet());
    assertEquals("r1\n", checkouts.files(url + "?tag=v1").get("README"));
    assertEquals("r1\n", checkouts.files(url + "#refs/tags/v1").get("README"));
    assertTrue(checkouts.files(url + "?branch=side").containsKey("side.txt"));
    assertEquals("r1\n", checkouts.files(url + "#" + commits[0]).get("README"));
    assertEquals(Set.of("s.txt"), checkouts.files(url + "#v2:sub").keySet());
    assertEquals(Set.of("s.txt"), checkouts.files(url + "?subdir=/sub/../sub/").keySet());
  }

  @Test
  void modesAndTimesAreThoseOfTheCommit() throws IOException {
    checkouts.repository("r.git");
    Path root = checkouts.checkout(server.url("r.git"), false);
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
    String[] commits = checkouts.repository("r.git");
    String url = server.url("r.git");
    checkouts.files(url + "#main");
    int asked = server.seen.size();
    checkouts.files(url + "#main");
    // The answer to what `main` is takes two requests of git's protocol.
    assertTrue(server.seen.size() <= asked + 2, server.seen.toString());
    checkouts.files(url + "#" + commits[1]);
    assertTrue(server.seen.size() <= asked + 2, server.seen.toString());
  }

  @Test
  void aMovedBranchIsFollowed() throws IOException {
    checkouts.repository("r.git");
    String url = server.url("r.git");
    checkouts.files(url + "#side");
    server.git("r.git", "checkout", "-q", "side");
    server.git("r.git", "reset", "-q", "--hard", "v1");
    server.publish("r.git");
    assertEquals("r1\n", checkouts.files(url + "#side").get("README"));
  }

  @Test
  void plainFilesWillDo() throws IOException {
    String[] commits = checkouts.repository("r.git");
    String url = server.url("dumb/r.git");
    assertEquals("r2\n", checkouts.files(url).get("README"));
    assertEquals("r1\n", checkouts.files(url + "#v1").get("README"));
    assertEquals("r1\n", checkouts.files(url + "#" + commits[0]).get("README"));
  }

  @Test
  void aBranchMayBecomeAFolderOfBranches() throws IOException {
    String[] commits = checkouts.repository("r.git");
    String url = server.url("dumb/r.git");
    assertTrue(checkouts.files(url + "#" + commits[2]).containsKey("side.txt"));
    server.git("r.git", "branch", "-m", "side", "moved");
    server.git("r.git", "branch", "-m", "moved", "side/more");
    server.git("r.git", "checkout", "-q", "side/more");
    checkouts.write("r.git", "more.txt", "more\n");
    String more = server.commit("r.git");
    server.publish("r.git");
    assertTrue(checkouts.files(url + "#" + more).containsKey("more.txt"));
  }

  @Test
  void checksumsAreHeld() throws IOException {
    String[] commits = checkouts.repository("r.git");
    String url = server.url("r.git");
    checkouts.files(url + "?ref=v2&checksum=" + commits[1]);
    checkouts.files(url + "?ref=v2&checksum=" + commits[1].substring(0, 7));
    checkouts.files(url + "?ref=v2&checksum=" + server.git("r.git", "rev-parse", "v2"));
    for (String wrong : new String[] {commits[0], "0000000", "xyz"}) {
      assertThrows(RemoteException.class, () -> checkouts.files(url + "?ref=v2&checksum=" + wrong));
    }
  }

  @Test
  void whatIsNotThereIsTold() throws IOException {
    checkouts.repository("r.git");
    String url = server.url("r.git");
    assertTrue(checkouts.message(url + "#nope").contains("has no branch, tag or ref `nope`"));
    assertTrue(checkouts.message(url + "#:nope").contains("has no folder `nope`"));
    assertTrue(checkouts.message(url + "#:README").contains("has no folder `README`"));
    assertTrue(checkouts.message(url + "#" + "0".repeat(40)).contains("`" + "0".repeat(40) + "`"));
    assertTrue(checkouts.message(server.url("other.git")).contains("cannot be asked"));
    assertTrue(
        checkouts.message(url.replace("://", "://u:secret@") + "#nope").contains("u:xxxxx@"));
  }

  @Test
  void theGitDirectoryIsKeptOnRequestAndAlwaysTheSame() throws IOException {
    String[] commits = checkouts.repository("r.git");
    String url = server.url("r.git");
    Path root = checkouts.checkout(url + "#v1", true);
    assertEquals(commits[0] + "\n", Files.readString(root.resolve(".git/HEAD")));
    Map<String, byte[]> first = bytes(root);
    assertEquals("", git(root, "status", "--porcelain"));
    assertEquals(url, git(root, "remote", "get-url", "origin"));
    assertEquals("v1", git(root, "describe", "--tags"));
    checkouts.forget();
    Map<String, byte[]> second = bytes(checkouts.checkout(url + "#v1", true));
    assertEquals(first.keySet(), second.keySet());
    first.forEach(
        (path, content) ->
            org.junit.jupiter.api.Assertions.assertArrayEquals(content, second.get(path), path));
    assertFalse(Files.exists(checkouts.checkout(url + "#v1:sub", true).resolve(".git")));
    Path annotated = checkouts.checkout(url + "#v2", true);
    assertEquals("v2", git(annotated, "describe"));
    Path byId = checkouts.checkout(url + "#" + commits[2], true);
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
    return new String(GitCheckouts.run(command, new byte[0]).output(), StandardCharsets.UTF_8)
        .strip();
  }

  @Test
  void submodulesComeAlongUnlessTheyAreLeftOut() throws IOException {
    checkouts.repository("inner.git");
    checkouts.write("outer.git", "top", "t\n");
    server.commit("outer.git");
    server.git("outer.git", "submodule", "add", "-q", server.url("inner.git"), "in/one");
    server.git("outer.git", "config", "-f", ".gitmodules", "submodule.in/one.url", "../inner.git");
    server.commit("outer.git");
    server.publish("outer.git");
    String url = server.url("outer.git");
    Map<String, String> with = checkouts.files(url);
    assertEquals("r2\n", with.get("in/one/README"));
    assertFalse(with.keySet().stream().anyMatch(path -> path.contains(".git/")), with.toString());
    assertEquals(Set.of(".gitmodules", "top"), checkouts.files(url + "?submodules=false").keySet());
  }

  @Test
  void tokensGoToTheServerAndOnToNoLog() throws IOException {
    checkouts.repository("r.git");
    Path token = Files.writeString(temporary.resolve("token"), "s3cret\n");
    GitSource source =
        checkouts.source(new Secrets(Map.of("GIT_AUTH_TOKEN", new SecretSource.OfFile(token))));
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
