package io.jbuild.core.remote;

import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The {@code .git} that is kept beside files on request: a shallow repository of one commit, HEAD
 * on the commit itself. It comes out the same each time: no log, and an index that remembers
 * nothing of the disk.
 */
final class GitDirectory {
  private GitDirectory() {}

  static void write(
      GitProgram git,
      GitMirror mirror,
      GitAddress address,
      GitCommit commit,
      String id,
      Path directory)
      throws IOException {
    Files.createDirectory(directory);
    String format = id.length() == 64 ? "sha256" : "sha1";
    run(
        git,
        directory,
        List.of("init", "-q", "--template=", "-b", "master", "--object-format=" + format));
    String ref = commit.ref().isEmpty() ? "refs/heads/jbuild-fetch" : commit.ref();
    run(
        git,
        directory,
        List.of(
            "fetch",
            "-q",
            "-u",
            "--no-tags",
            "--no-write-fetch-head",
            "--depth=1",
            "file://" + mirror.directory(),
            "+refs/jbuild/" + commit.object() + ":" + ref));
    run(git, directory, List.of("update-ref", "--no-deref", "HEAD", id));
    if (commit.ref().isEmpty()) {
      run(git, directory, List.of("update-ref", "-d", ref));
    }
    String origin = HttpAddress.shown(address.remote());
    run(git, directory, List.of("config", "core.bare", "false"));
    run(git, directory, List.of("config", "remote.origin.url", origin));
    run(
        git,
        directory,
        List.of("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"));
    run(git, directory, List.of("read-tree", id));
  }

  private static void run(GitProgram git, Path directory, List<String> arguments)
      throws IOException {
    GitMirror.must(
        git.local(
            directory,
            Optional.empty(),
            Optional.empty(),
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("-c", "core.logAllRefUpdates=false"),
                    arguments.stream())
                .toList()),
        "make the `.git` directory");
  }
}
