package io.jbuild.core.build;

import io.jbuild.cache.Checksum;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.pin.NamedContext;
import io.jbuild.core.plan.EpochSource;
import io.jbuild.core.remote.HttpAddress;
import io.jbuild.core.remote.Remotes;
import io.jbuild.grammar.GitAddress;
import io.jbuild.grammar.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a build reads from outside of its store: the main context with the Dockerfile, and the named
 * contexts that are files. A folder stays where it is; a tar, a download or a repository is brought
 * into a temporary folder of the store.
 */
public final class Inputs {
  private final BuildRequest request;
  private final InputStream stdin;
  private final ContextFetch fetch;
  private MainContext main;

  /**
   * The inputs of one build.
   *
   * @param remotes asked only for what lies elsewhere
   * @param stdin read only where the request says so
   */
  public Inputs(BuildRequest request, StoreDirectory store, Remotes remotes, InputStream stdin) {
    this.request = request;
    this.stdin = stdin;
    this.fetch = new ContextFetch(store, remotes);
  }

  /**
   * The main context.
   *
   * @throws ContextException when it, or its Dockerfile, cannot be used
   */
  synchronized MainContext main() throws IOException {
    if (main == null) {
      main =
          switch (request.context()) {
            case ContextSource.Folder(Path folder) -> folder(folder);
            case ContextSource.StandardInput _ -> standardInput();
            case ContextSource.Download(var address) -> fetched(fetch.download(address));
            case ContextSource.Repository(var address) ->
                fetched(fetch.repository(address, keepsGitDirectory()));
          };
    }
    return main;
  }

  /** The time of a named context's source, where it has one. */
  Optional<Instant> timeOf(String name) throws IOException {
    return switch (request.namedContexts().get(name)) {
      case NamedContext.Download(var address) -> fetch.time(address, Optional.empty());
      case NamedContext.Repository(var address) -> fetch.time(address, address.checksum());
      case null, default -> Optional.empty();
    };
  }

  /**
   * The time of what a stage adds.
   *
   * @throws ContextException when its address cannot be read
   */
  Optional<Instant> timeOf(EpochSource.Remote remote) throws IOException {
    try {
      Optional<GitAddress> repository = GitAddress.parse(remote.address());
      if (repository.isPresent()) {
        return fetch.time(repository.get(), remote.checksum().orElse(repository.get().checksum()));
      }
      return fetch.time(HttpAddress.parse(remote.address()), remote.checksum().map(Checksum::new));
    } catch (IllegalArgumentException e) {
      throw new ContextException(
          "SOURCE_DATE_EPOCH: " + e.getMessage(), "mend the ADD of the stage that it names");
    }
  }

  /** The folder of a named context that is no image. */
  Named named(String name) throws IOException {
    return switch (request.namedContexts().get(name)) {
      case NamedContext.Files(Path folder) -> new Named(folder, false);
      case NamedContext.Download(var address) -> new Named(fetch.file(address).folder(), true);
      case NamedContext.Repository(var address) ->
          new Named(fetch.repository(address, keepsGitDirectory()).folder(), true);
      case NamedContext.Image _,
          NamedContext.Layout _,
          NamedContext.Target _,
          NamedContext.Empty _ ->
          throw new IllegalArgumentException("`" + name + "` is no context of files");
    };
  }

  /**
   * A named context on disk.
   *
   * @param fetched as in {@link MainContext}
   */
  record Named(Path folder, boolean fetched) {}

  private MainContext folder(Path folder) throws IOException {
    if (request.dockerfile() instanceof DockerfileSource.Download) {
      LocalDockerfile.requireFolder(folder);
      return new MainContext(folder, false, elsewhere(), Optional.empty(), Optional.empty());
    }
    LocalDockerfile local = LocalDockerfile.of(request, stdin);
    return new MainContext(folder, false, local.text(), local.path(), Optional.empty());
  }

  private MainContext standardInput() throws IOException {
    var in = new BufferedInputStream(stdin);
    if (ContextFetch.isArchive(in)) {
      return fetched(fetch.archive(in));
    }
    if (!(request.dockerfile() instanceof DockerfileSource.InContext)) {
      throw new ContextException(
          "standard input holds a Dockerfile, and `-f` names another",
          "give a folder as context, or leave `-f` out");
    }
    Source text = LocalDockerfile.standardInput(in);
    return new MainContext(fetch.empty(), true, text, Optional.empty(), Optional.empty());
  }

  private MainContext fetched(ContextFetch.Fetched context) throws IOException {
    Source text =
        switch (request.dockerfile()) {
          case DockerfileSource.StandardInput _, DockerfileSource.Download _ -> elsewhere();
          case DockerfileSource.File(Path path) when path.isAbsolute() ->
              DockerfileText.read(path, null);
          case DockerfileSource.File(Path path) -> context.dockerfile(path.toString());
          case DockerfileSource.InContext _ -> context.dockerfile();
        };
    return new MainContext(context.folder(), true, text, Optional.empty(), context.time());
  }

  /** A Dockerfile that is no file of the context or this machine. */
  private Source elsewhere() throws IOException {
    return request.dockerfile() instanceof DockerfileSource.Download(var address)
        ? fetch.text(address)
        : LocalDockerfile.standardInput(stdin);
  }

  private boolean keepsGitDirectory() {
    String value = request.buildArgs().getOrDefault("BUILDKIT_CONTEXT_KEEP_GIT_DIR", "");
    return value.equals("1") || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("t");
  }
}
