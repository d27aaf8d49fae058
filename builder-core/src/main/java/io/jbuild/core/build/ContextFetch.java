package io.jbuild.core.build;

import io.jbuild.cache.Checksum;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.ContextArchive;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.remote.GitCommit;
import io.jbuild.core.remote.HttpAddress;
import io.jbuild.core.remote.HttpFile;
import io.jbuild.core.remote.Remotes;
import io.jbuild.grammar.GitAddress;
import io.jbuild.grammar.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/** Brings contexts that are no folders of this machine into temporary folders of the store. */
final class ContextFetch {
  /** What a downloaded file is called in a context, as BuildKit has it. */
  private static final String DOWNLOADED = "context";

  private final StoreDirectory store;
  private final Remotes remotes;

  ContextFetch(StoreDirectory store, Remotes remotes) {
    this.store = store;
    this.remotes = remotes;
  }

  /**
   * A context in its folder.
   *
   * @param time of its source, where it has one
   * @param dockerfileName the Dockerfile's path in it, where the kind of context says so
   */
  record Fetched(Path folder, Optional<Instant> time, Optional<String> dockerfileName) {
    /** The text of the usual Dockerfile. */
    Source dockerfile() throws IOException {
      if (dockerfileName.isPresent()) {
        return dockerfile(dockerfileName.get());
      }
      Optional<byte[]> usual = ContextArchive.file(folder, "Dockerfile", DockerfileText.LIMIT + 1);
      return usual.isPresent()
          ? DockerfileText.of("Dockerfile", usual.get())
          : dockerfile(
              ContextArchive.file(folder, "dockerfile", 0).isPresent()
                  ? "dockerfile"
                  : "Dockerfile");
    }

    /** The text of a file of the context; no symlink leads out of it. */
    Source dockerfile(String path) throws IOException {
      byte[] bytes =
          ContextArchive.file(folder, path, DockerfileText.LIMIT + 1)
              .orElseThrow(
                  () ->
                      ContextException.at(
                          path,
                          "there is no file `" + path + "` in the context",
                          "name the Dockerfile with `-f`, relative to the root of the context"));
      return DockerfileText.of(path, bytes);
    }
  }

  /** Whether a stream begins as a tar does, or as something compressed; it stays where it is. */
  static boolean isArchive(BufferedInputStream in) throws IOException {
    in.mark(ContextArchive.HEAD);
    byte[] head = in.readNBytes(ContextArchive.HEAD);
    in.reset();
    return ContextArchive.begins(head);
  }

  Path empty() throws IOException {
    return store.newTemporaryDirectory();
  }

  Fetched archive(InputStream tar) throws IOException {
    Path folder = store.newTemporaryDirectory();
    ContextArchive.unpack(tar, folder, new HelperFiles());
    return new Fetched(folder, Optional.empty(), Optional.empty());
  }

  /** A tar, unpacked; or a Dockerfile, which then is all there is. */
  Fetched download(HttpAddress address) throws IOException {
    HttpFile file = remotes.http().fetch(address, Optional.empty());
    Optional<Instant> modified = modified(file);
    try (var in = new BufferedInputStream(store.blobs().open(file.content()))) {
      if (!isArchive(in)) {
        return new Fetched(folderOf(file), modified, Optional.of(DOWNLOADED));
      }
      return new Fetched(archive(in).folder(), time(file), Optional.empty());
    }
  }

  /** When a file of a web server was changed, as the server says or as the archive tells. */
  Optional<Instant> time(HttpAddress address, Optional<Checksum> checksum) throws IOException {
    return time(remotes.http().fetch(address, checksum));
  }

  private Optional<Instant> time(HttpFile file) throws IOException {
    Optional<Instant> modified = modified(file);
    if (modified.isPresent()) {
      return modified;
    }
    try (InputStream in = store.blobs().open(file.content())) {
      return ContextArchive.youngest(in);
    }
  }

  /** When a commit was made: the time that its files get. */
  Optional<Instant> time(GitAddress address, String checksum) throws IOException {
    GitCommit commit = remotes.git().resolve(address, checksum);
    Path folder = store.newTemporaryFile();
    return youngest(remotes.git().checkout(address, commit, false, folder));
  }

  /** A file of a web server as it is, in a folder of its own. */
  Fetched file(HttpAddress address) throws IOException {
    HttpFile file = remotes.http().fetch(address, Optional.empty());
    return new Fetched(folderOf(file), modified(file), Optional.empty());
  }

  Fetched repository(GitAddress address, boolean keepGitDir) throws IOException {
    GitCommit commit = remotes.git().resolve(address, address.checksum());
    Path folder = store.newTemporaryFile();
    Path files =
        remotes
            .git()
            .checkout(address, commit, keepGitDir || address.keepGitDir().orElse(false), folder);
    return new Fetched(files, youngest(files), Optional.empty());
  }

  /** The text of a file of a web server. */
  Source text(HttpAddress address) throws IOException {
    HttpFile file = remotes.http().fetch(address, Optional.empty());
    try (InputStream in = store.blobs().open(file.content())) {
      return DockerfileText.of(address.fileName(), in.readNBytes(DockerfileText.LIMIT + 1));
    }
  }

  private Path folderOf(HttpFile file) throws IOException {
    Path folder = store.newTemporaryDirectory();
    Path copy = folder.resolve(DOWNLOADED);
    try (InputStream in = store.blobs().open(file.content())) {
      Files.copy(in, copy);
    }
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(copy, FileTime.from(file.modified()));
    return folder;
  }

  private static Optional<Instant> modified(HttpFile file) {
    return file.modified().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(file.modified());
  }

  private static Optional<Instant> youngest(Path folder) {
    return ContextArchive.youngestFile(folder);
  }
}
