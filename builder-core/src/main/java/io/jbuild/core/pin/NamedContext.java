package io.jbuild.core.pin;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.remote.HttpAddress;
import io.jbuild.grammar.GitAddress;
import java.nio.file.Path;
import java.util.Optional;

/** What a {@code --build-context NAME=…} stands for. */
public sealed interface NamedContext {
  /** A folder of files. */
  record Files(Path folder) implements NamedContext {}

  /** An image in an OCI layout; of several, the digest or the tag chooses. */
  record Layout(Path folder, Optional<Digest> digest, Optional<String> tag)
      implements NamedContext {}

  /** An image by name. */
  record Image(ImageName name) implements NamedContext {}

  /** {@code docker-image://scratch}: no files at all. */
  record Empty() implements NamedContext {}

  /** A file of a web server, which is all of the context. */
  record Download(HttpAddress address) implements NamedContext {}

  /** A commit of a git repository. */
  record Repository(GitAddress address) implements NamedContext {}

  /** A stage of the Dockerfile itself. */
  record Target(String stage) implements NamedContext {}

  /**
   * Reads the value of a {@code --build-context}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static NamedContext parse(String value) {
    if (value.startsWith("oci-layout://")) {
      return layout(value.substring("oci-layout://".length()));
    }
    if (value.equals("docker-image://scratch")) {
      return new Empty();
    }
    if (value.startsWith("docker-image://")) {
      return new Image(ImageName.parse(value.substring("docker-image://".length())));
    }
    if (value.startsWith("target:")) {
      return new Target(value.substring("target:".length()));
    }
    int scheme = value.indexOf("://");
    if (scheme < 0 && !value.startsWith("git@")) {
      return new Files(Path.of(value));
    }
    Optional<GitAddress> repository = GitAddress.parse(value);
    if (repository.isPresent()) {
      return new Repository(repository.get());
    }
    if (!value.startsWith("http://") && !value.startsWith("https://")) {
      throw new IllegalArgumentException(
          "`"
              + value
              + "` is no kind of context: a folder, `oci-layout://DIR[@DIGEST]`,"
              + " `docker-image://NAME`, `http://`, `https://`, a git address or `target:STAGE`");
    }
    return new Download(HttpAddress.parse(value));
  }

  private static NamedContext layout(String rest) {
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      return new Layout(
          Path.of(rest.substring(0, at)),
          Optional.of(Digest.parse(rest.substring(at + 1))),
          Optional.empty());
    }
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      return new Layout(
          Path.of(rest.substring(0, colon)),
          Optional.empty(),
          Optional.of(rest.substring(colon + 1)));
    }
    return new Layout(Path.of(rest), Optional.empty(), Optional.empty());
  }
}
