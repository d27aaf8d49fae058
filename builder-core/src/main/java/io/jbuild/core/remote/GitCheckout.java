package io.jbuild.core.remote;

import io.jbuild.core.remote.GitProgram.Outcome;
import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The files of one commit in a folder. */
final class GitCheckout {
  /** More than any real repository has, few enough to end. */
  private static final int MOST_REPOSITORIES = 500;

  private final GitProgram git;
  private final Mirrors mirrors;
  private final Path folder;
  private int repositories;
  private CheckoutBounds left;

  /** Opens mirrors that have a commit. */
  @FunctionalInterface
  interface Mirrors {
    GitMirror open(GitAddress address, GitCommit commit) throws IOException;
  }

  GitCheckout(GitProgram git, Mirrors mirrors, Path folder, CheckoutBounds bounds) {
    this.git = git;
    this.mirrors = mirrors;
    this.folder = folder;
    this.left = bounds;
  }

  Path write(GitAddress address, GitCommit commit, boolean keepGitDir) throws IOException {
    Files.createDirectory(folder);
    write(address, commit, folder, keepGitDir);
    return subdirectory(address);
  }

  private void write(GitAddress address, GitCommit commit, Path target, boolean keepGitDir)
      throws IOException {
    if (++repositories > MOST_REPOSITORIES) {
      throw new RemoteException(
          "`" + HttpAddress.shown(address.remote()) + "` has too many submodules",
          "leave them out with `?submodules=false`");
    }
    List<GitSubmodule> submodules;
    Instant time;
    try (GitMirror mirror = mirrors.open(address, commit)) {
      String id = mirror.run(List.of("rev-parse", commit.object() + "^{commit}")).text().strip();
      count(mirror, address, id);
      time = time(mirror, id);
      submodules =
          address.submodules().orElse(true) ? GitSubmodule.of(mirror, address, id) : List.of();
      Path index = Files.createTempFile(folder.getParent(), "git-", ".index");
      Files.delete(index);
      GitMirror.must(
          git.local(
              mirror.directory(),
              Optional.of(target),
              Optional.of(index),
              List.of("-c", "core.bare=false", "read-tree", "-u", "--reset", id)),
          "write the files of `" + HttpAddress.shown(address.remote()) + "`");
      Files.deleteIfExists(index);
      if (keepGitDir) {
        GitDirectory.write(git, mirror, address, commit, id, target.resolve(".git"));
      }
    }
    for (GitSubmodule submodule : submodules) {
      Path place = inside(target, submodule.path());
      write(
          submodule.address(),
          new GitCommit(submodule.commit(), submodule.commit(), ""),
          place,
          false);
    }
    setTimes(target, time);
  }

  /** A few objects of a repository can stand for any number of files. */
  private void count(GitMirror mirror, GitAddress address, String id) throws IOException {
    String what = "list the files of `" + HttpAddress.shown(address.remote()) + "`";
    Outcome size = GitMirror.must(git.size(mirror.directory(), id, left), what);
    String[] numbers = size.text().strip().split(" ");
    try {
      left = left.without(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new RemoteException("git cannot " + what + ": " + GitProgram.said(size), "", e);
    }
    if (left.files() < 0 || left.bytes() < 0) {
      throw new RemoteException(
          "`"
              + HttpAddress.shown(address.remote())
              + "` stands for more files, or more bytes, than are written for one address",
          "clone it yourself, and give its folder as a context");
    }
  }

  private static Instant time(GitMirror mirror, String commit) throws IOException {
    Outcome text =
        GitMirror.must(mirror.run(List.of("cat-file", "commit", commit)), "read a commit");
    for (String line : text.text().split("\n")) {
      if (line.isEmpty()) {
        break;
      }
      if (line.startsWith("committer ")) {
        String[] words = line.split(" ");
        try {
          return Instant.ofEpochSecond(Long.parseLong(words[words.length - 2]));
        } catch (NumberFormatException | java.time.DateTimeException e) {
          break;
        }
      }
    }
    return Instant.EPOCH;
  }

  /** A directory of the checkout, which git has made for a submodule; no link is followed. */
  private static Path inside(Path target, String path) throws IOException {
    Path at = target;
    for (String part : path.split("/")) {
      at = at.resolve(part);
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new RemoteException("the submodule `" + path + "` has no folder to be put in", "");
      }
    }
    return at;
  }

  private Path subdirectory(GitAddress address) throws IOException {
    String clean = clean(address.subdir());
    Path at = folder;
    for (String part : clean.isEmpty() ? new String[0] : clean.split("/")) {
      at = at.resolve(part);
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new RemoteException(
            "`" + HttpAddress.shown(address.remote()) + "` has no folder `" + clean + "`",
            "check the name behind the `:`");
      }
    }
    return at;
  }

  /** Below the root, by its text alone; nothing left is empty. */
  static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Directories last: setting a file's time leaves theirs alone, making the file did not. */
  private static void setTimes(Path root, Instant time) throws IOException {
    FileTime value = FileTime.from(time);
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            all.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            all.add(directory);
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path file : all) {
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(value, null, null);
    }
  }
}
