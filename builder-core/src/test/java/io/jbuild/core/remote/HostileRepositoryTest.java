package io.jbuild.core.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class HostileRepositoryTest {
  @TempDir Path temporary;
  private GitCheckouts checkouts;
  private GitServer server;
  private int count;

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
  void submodulesOfThisMachineAreRefused() throws IOException {
    checkouts.repository("inner.git");
    for (String address : new String[] {"/etc", "file:///etc", "ext::sh -c id", "-u./x"}) {
      String name = "bad" + ++count + ".git";
      checkouts.write(name, "top", "t\n");
      server.commit(name);
      server.git(name, "submodule", "add", "-q", server.url("inner.git"), "in");
      server.git(name, "config", "-f", ".gitmodules", "submodule.in.url", address);
      server.commit(name);
      server.publish(name);
      assertTrue(
          checkouts.message(server.url(name)).contains("no web, ssh or git address"), address);
    }
  }

  @Test
  void nothingOfARepositoryRuns() throws IOException {
    Path proof = temporary.resolve("proof");
    checkouts.write("evil.git", "a", "text\n");
    checkouts.write("evil.git", ".gitattributes", "* filter=evil\n*.bat text eol=crlf\n");
    checkouts.write("evil.git", "x.bat", "one\n");
    checkouts.write("evil.git", "hooks/post-checkout", "#!/bin/sh\ntouch " + proof + "\n");
    checkouts.write("evil.git", "config", "[filter \"evil\"]\n smudge = touch " + proof + "\n");
    server.commit("evil.git");
    server.publish("evil.git");
    Map<String, String> files = checkouts.files(server.url("evil.git"));
    assertEquals("text\n", files.get("a"));
    assertEquals("one\r\n", files.get("x.bat"));
    assertFalse(Files.exists(proof));
  }

  @Test
  void linksAreKeptAndNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    checkouts.write("links.git", "a", "a");
    Files.createSymbolicLink(server.work("links.git").resolve("out"), outside);
    Files.createSymbolicLink(server.work("links.git").resolve("up"), Path.of("../../.."));
    server.commit("links.git");
    server.publish("links.git");
    String url = server.url("links.git");
    assertEquals("-> " + outside, checkouts.files(url).get("out"));
    assertTrue(checkouts.message(url + "#:out").contains("has no folder `out`"));
    assertTrue(checkouts.message(url + "#:up/etc").contains("has no folder"));
  }

  @Test
  void namesThatWouldHarmAreRefused() throws IOException {
    for (String name : new String[] {".git", "..", ".GIT", "git~1"}) {
      String repository = "names" + ++count + ".git";
      checkouts.write(repository, "f", "harm\n");
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
      assertTrue(checkouts.message(server.url(repository)).contains("cannot"), name);
      assertFalse(Files.exists(temporary.resolve("config")), name);
    }
  }

  @Test
  void noAddressIsTakenForAnOptionOrAProgram() throws IOException {
    Path proof = temporary.resolve("proof");
    String touch = "touch${IFS}" + proof;
    checkouts.repository("r.git");
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
      assertTrue(
          GitAddress.parse(address).isEmpty() || !checkouts.message(address).isEmpty(), address);
      assertFalse(Files.exists(proof), address);
    }
    for (String program : List.of("ext::sh -c " + touch, "file:///etc", "fd::17", "/etc")) {
      assertTrue(GitAddress.parse(program).isEmpty(), program);
    }
  }

  @Test
  void foldersThatStandForMoreFilesThanAreWrittenAreRefused() throws IOException {
    var bounds = new CheckoutBounds(1000, 1 << 20);
    GitSource source = checkouts.source(bounds);
    checkouts.write("bomb.git", "f", "boom\n");
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
    checkouts.write("large.git", "f", "x".repeat((1 << 20) + 1));
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
}
