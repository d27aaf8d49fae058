package io.jbuild.core.remote;

import io.jbuild.core.remote.GitProgram.Credential;
import io.jbuild.core.remote.GitProgram.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was fetched of one remote repository: a bare one in the store, as shallow as the server
 * allows. A commit that is wholly there has the ref {@code refs/jbuild/ID}. Used by one thread of
 * one process at a time.
 */
final class GitMirror implements AutoCloseable {
  /** Its time is that of the last use; it stays when all else is deleted. */
  static final String LOCK = "git.lock";

  /** Says for people what this is a mirror of. */
  static final String ADDRESS = "address";

  private static final Duration FETCH_LIMIT = Duration.ofHours(1);
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final GitProgram git;
  private final String remote;
  private final Optional<Credential> credential;
  private final Path directory;
  private final ReentrantLock threads;
  private final FileChannel channel;
  private final FileLock processes;

  private GitMirror(
      GitProgram git,
      String remote,
      Optional<Credential> credential,
      Path directory,
      ReentrantLock threads,
      FileChannel channel)
      throws IOException {
    this.git = git;
    this.remote = remote;
    this.credential = credential;
    this.directory = directory;
    this.threads = threads;
    this.channel = channel;
    this.processes = channel.lock();
  }

  /**
   * Opens the mirror, making it first where there is none.
   *
   * @param folder for this remote alone
   * @param sha256 whether the repository's ids are SHA-256
   */
  static GitMirror open(
      GitProgram git, String remote, Optional<Credential> credential, Path folder, boolean sha256)
      throws IOException {
    Files.createDirectories(folder);
    var threads = LOCKS.computeIfAbsent(folder, key -> new ReentrantLock());
    threads.lock();
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Path directory = directory(folder, sha256);
      var mirror = new GitMirror(git, remote, credential, directory, threads, channel);
      if (!Files.isDirectory(directory)) {
        mirror.create(folder, sha256);
      }
      return mirror;
    } catch (IOException | RuntimeException | Error e) {
      if (channel != null) {
        channel.close();
      }
      threads.unlock();
      throw e;
    }
  }

  /** What {@link #has} will say, told by the files of the mirror alone. */
  static boolean looksLikeHaving(Path folder, String id) {
    return Files.exists(directory(folder, id.length() == 64).resolve(ref(id)));
  }

  private static Path directory(Path folder, boolean sha256) {
    return folder.resolve(sha256 ? "git-sha256" : "git");
  }

  private void create(Path folder, boolean sha256) throws IOException {
    Files.writeString(folder.resolve(ADDRESS), HttpAddress.shown(remote) + "\n");
    Path fresh = Files.createTempDirectory(folder, "new-");
    must(
        git.local(
            fresh,
            Optional.empty(),
            Optional.empty(),
            List.of(
                "init",
                "-q",
                "--bare",
                "--template=",
                "--object-format=" + (sha256 ? "sha256" : "sha1"))),
        "make a repository");
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  Path directory() {
    return directory;
  }

  /** A command in the mirror that touches no network. */
  Outcome run(List<String> arguments) throws IOException {
    return git.local(directory, Optional.empty(), Optional.empty(), arguments);
  }

  /** Whether a commit is here with all of its files. */
  boolean has(String id) throws IOException {
    return run(List.of("rev-parse", "-q", "--verify", ref(id) + "^{commit}")).ok();
  }

  private static String ref(String id) {
    return "refs/jbuild/" + id;
  }

  /**
   * Brings a commit here: it alone where the server gives single commits, else all there is.
   *
   * @throws RemoteException when the repository does not have it
   */
  void fetch(GitCommit commit) throws IOException {
    Files.deleteIfExists(directory.resolve("shallow.lock"));
    String id = commit.object();
    Outcome one = fetch(List.of("--depth=1"), List.of("+" + id + ":" + ref(id)));
    if (!one.ok() && !commit.ref().isEmpty()) {
      one = fetch(List.of(), List.of("+" + commit.ref() + ":" + ref(id)));
      if (one.ok() && !resolves(ref(id), id)) {
        run(List.of("update-ref", "-d", ref(id)));
        one = fetchAll(id);
      }
    } else if (!one.ok()) {
      one = fetchAll(id);
    }
    if (!one.ok()) {
      throw GitFailure.of(remote, "cannot be fetched", one);
    }
    if (!has(id)) {
      throw new RemoteException(
          "`" + HttpAddress.shown(remote) + "` has no commit `" + id + "`",
          "check the id; it has to be reachable from a branch or a tag");
    }
  }

  private Outcome fetchAll(String id) throws IOException {
    // A branch may have become the folder of another one since.
    List<String> options = new ArrayList<>(List.of("--prune"));
    if (Files.exists(directory.resolve("shallow"))) {
      options.add("--unshallow");
    }
    Outcome all = fetch(options, List.of("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"));
    if (all.ok() && run(List.of("cat-file", "-e", id + "^{commit}")).ok()) {
      must(run(List.of("update-ref", ref(id), id)), "keep the commit");
    }
    return all;
  }

  private Outcome fetch(List<String> options, List<String> refspecs) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("fetch", "-q", "--no-tags", "--no-recurse-submodules", "--force"));
    arguments.add("--no-write-fetch-head");
    arguments.addAll(options);
    arguments.add("--");
    arguments.add(remote);
    arguments.addAll(refspecs);
    return git.remote(Optional.of(directory), credential, FETCH_LIMIT, arguments);
  }

  private boolean resolves(String ref, String id) throws IOException {
    return run(List.of("rev-parse", "-q", "--verify", ref)).text().strip().equals(id);
  }

  /** The outcome of a command that fails through no fault of the user's. */
  static Outcome must(Outcome outcome, String what) throws RemoteException {
    if (!outcome.ok()) {
      throw new RemoteException("git cannot " + what + ": " + GitProgram.said(outcome), "");
    }
    return outcome;
  }

  @Override
  public void close() throws IOException {
    try {
      processes.release();
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
