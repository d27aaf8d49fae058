package io.jbuild.core.image;

import io.jbuild.cache.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image, normalised as docker does: {@code debian} is {@code
 * docker.io/library/debian:latest}. Grammar: distribution's reference syntax.
 *
 * @param registry host with optional port, for example {@code docker.io}
 * @param repository path without tag, for example {@code library/debian}
 * @param tag absent only when a digest is given
 */
public record ImageName(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?|\\[[0-9a-fA-F:]+\\](?::[0-9]+)?");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /**
   * Reads a name as a user writes it.
   *
   * @throws IllegalArgumentException with a message for the user when it is not one
   */
  public static ImageName parse(String text) {
    String rest = text;
    Optional<Digest> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      String value = rest.substring(at + 1);
      if (!Digest.isValid(value)) {
        throw bad(text, "`" + value + "` is not a sha256 digest");
      }
      digest = Optional.of(Digest.parse(value));
      rest = rest.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      if (!TAG.matcher(tag.get()).matches()) {
        throw bad(
            text,
            "`" + tag.get() + "` is not a tag: letters, digits, `_`, `.` and `-`, at most 128");
      }
      rest = rest.substring(0, colon);
    }
    int slash = rest.indexOf('/');
    String first = slash < 0 ? "" : rest.substring(0, slash);
    boolean hasHost =
        slash >= 0
            && (first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(java.util.Locale.ROOT)));
    String registry = hasHost ? first : "docker.io";
    String repository = hasHost ? rest.substring(slash + 1) : rest;
    if (registry.equals("index.docker.io")) {
      registry = "docker.io";
    }
    if (!HOST.matcher(registry).matches()) {
      throw bad(text, "`" + registry + "` is not a registry host");
    }
    checkRepository(text, repository);
    if (registry.equals("docker.io") && repository.indexOf('/') < 0) {
      repository = "library/" + repository;
    }
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of("latest");
    }
    return new ImageName(registry, repository, tag, digest);
  }

  private static void checkRepository(String text, String repository) {
    if (repository.isEmpty()) {
      throw bad(text, "the repository is missing");
    }
    if (!repository.equals(repository.toLowerCase(java.util.Locale.ROOT))) {
      throw bad(
          text,
          "a repository name is lower case; did you mean `"
              + repository.toLowerCase(java.util.Locale.ROOT)
              + "`?");
    }
    for (String component : repository.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw bad(
            text,
            "`"
                + component
                + "` is not a part of a repository name: lower-case letters and digits, parted by"
                + " `.`, `_`, `__` or `-`");
      }
    }
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("`" + text + "` is not an image name: " + why);
  }

  /** The same name of one very image. */
  public ImageName withDigest(Digest value) {
    return new ImageName(registry, repository, tag, Optional.of(value));
  }

  /**
   * The short form that docker prints: {@code debian:latest} for {@code
   * docker.io/library/debian:latest}.
   */
  public String familiar() {
    String name =
        registry.equals("docker.io")
            ? (repository.startsWith("library/") && repository.indexOf('/', 8) < 0
                ? repository.substring(8)
                : repository)
            : registry + "/" + repository;
    return name + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }

  /** The full, normalised form. */
  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(t -> ":" + t).orElse("")
        + digest.map(d -> "@" + d).orElse("");
  }
}
