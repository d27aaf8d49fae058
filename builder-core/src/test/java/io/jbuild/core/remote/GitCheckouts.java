package io.jbuild.core.remote;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.registry.ProcessRunner;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.testing.Programs;
import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Repositories on a server, and what a build checks out of them into a store of its own. */
final class GitCheckouts implements AutoCloseable {
  final GitServer server;
  private final Path temporary;
  private StoreDirectory store;
  private int count;

  /** Below an empty folder; where git is not installed, the test is skipped. */
  GitCheckouts(Path temporary) throws IOException {
    Programs.require("git");
    this.temporary = temporary;
    this.store = StoreDirectory.open(temporary.resolve("store"));
    this.server = new GitServer(temporary.resolve("served"));
  }

  /** Goes on with an empty store. */
  void forget() throws IOException {
    store.close();
    store = StoreDirectory.open(temporary.resolve("other"));
  }

  @Override
  public void close() throws IOException {
    server.close();
    store.close();
  }

  static ProcessRunner.Result run(List<String> command, byte[] input) throws IOException {
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

  GitSource source(Secrets secrets) {
    return new GitSource(store, GitCheckouts::run, secrets);
  }

  GitSource source(CheckoutBounds bounds) {
    return new GitSource(store, GitCheckouts::run, Secrets.NONE, bounds);
  }

  Path checkout(String address, boolean keepGitDir) throws IOException {
    GitSource source = source(Secrets.NONE);
    GitAddress git = GitAddress.parse(address).orElseThrow();
    GitCommit commit = source.resolve(git, git.checksum());
    return source.checkout(git, commit, keepGitDir, temporary.resolve("out" + ++count));
  }

  Map<String, String> files(String address) throws IOException {
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

  void write(String repository, String path, String text) throws IOException {
    Path file = server.work(repository).resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Two commits on main with tags, one on a branch. */
  String[] repository(String name) throws IOException {
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

  /** What an address is refused with. */
  String message(String address) {
    return assertThrows(RemoteException.class, () -> files(address)).getMessage();
  }
}
