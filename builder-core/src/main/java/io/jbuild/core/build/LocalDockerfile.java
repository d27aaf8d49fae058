package io.jbuild.core.build;

import io.jbuild.core.context.ContextException;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The Dockerfile of a build whose context is a folder.
 *
 * @param folder the context
 * @param path where the Dockerfile lies, when it is a file
 */
public record LocalDockerfile(Path folder, Source text, Optional<Path> path) {
  static final String STDIN = "<stdin>";

  /**
   * Reads it.
   *
   * @param stdin read when the Dockerfile is there
   * @throws ContextException when it cannot be used, or something would have to be fetched for it
   */
  public static LocalDockerfile of(BuildRequest request, InputStream stdin) throws IOException {
    if (!(request.context() instanceof ContextSource.Folder(Path folder))) {
      throw new ContextException(
          "this needs a folder as context", "unpack the archive, or clone the repository first");
    }
    requireFolder(folder);
    return switch (request.dockerfile()) {
      case DockerfileSource.InContext _ -> {
        Path path = DockerfileText.usualPath(folder);
        yield new LocalDockerfile(folder, DockerfileText.read(path, folder), Optional.of(path));
      }
      case DockerfileSource.File(Path path) ->
          new LocalDockerfile(folder, DockerfileText.read(path, null), Optional.of(path));
      case DockerfileSource.StandardInput _ ->
          new LocalDockerfile(folder, standardInput(stdin), Optional.empty());
      case DockerfileSource.Download _ ->
          throw new ContextException(
              "this needs a Dockerfile of this machine", "download it, and give its path");
    };
  }

  /** The text of one that is a file of this machine. */
  public static Source read(Path dockerfile) throws IOException {
    return DockerfileText.read(dockerfile, null);
  }

  static Source standardInput(InputStream stdin) throws IOException {
    return DockerfileText.of(STDIN, stdin.readNBytes(DockerfileText.LIMIT + 1));
  }

  static void requireFolder(Path context) throws IOException {
    String hint = "give the directory that holds the files to copy";
    try {
      if (!Files.readAttributes(context, BasicFileAttributes.class).isDirectory()) {
        throw ContextException.at(
            context.toString(), "the build context `" + context + "` is not a directory", hint);
      }
    } catch (NoSuchFileException e) {
      throw ContextException.at(
          context.toString(), "the build context `" + context + "` does not exist", hint);
    }
  }
}
