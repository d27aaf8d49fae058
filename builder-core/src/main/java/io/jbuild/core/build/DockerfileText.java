package io.jbuild.core.build;

import io.jbuild.core.context.ContextException;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds and reads the Dockerfile of a build. */
final class DockerfileText {
  private static final long LIMIT = 16 * 1024 * 1024;

  private DockerfileText() {}

  /** Where the Dockerfile of a request is. */
  static Path path(BuildRequest request) {
    return request.dockerfile().orElseGet(() -> request.context().resolve("Dockerfile"));
  }

  /**
   * The text, named as the user would name it.
   *
   * @throws ContextException when there is none, it is not a file or not UTF-8
   */
  static Source read(BuildRequest request) throws IOException {
    Path path = path(request);
    if (Files.isDirectory(request.context()) && !Files.exists(path)) {
      throw ContextException.at(path.toString(), "there is no `" + path + "`", hint(request));
    }
    if (!Files.isDirectory(request.context())) {
      throw ContextException.at(
          request.context().toString(),
          Files.exists(request.context())
              ? "the build context `" + request.context() + "` is not a directory"
              : "the build context `" + request.context() + "` does not exist",
          "give the directory that holds the files to copy");
    }
    if (!Files.isRegularFile(path)) {
      throw ContextException.at(
          path.toString(), "`" + path + "` is not a file", "name a file with `-f`");
    }
    if (Files.size(path) > LIMIT) {
      throw ContextException.at(
          path.toString(), "`" + path + "` has more than 16 MiB", "is it a Dockerfile?");
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString();
      return new Source(name(path), text);
    } catch (CharacterCodingException e) {
      throw ContextException.at(
          path.toString(), "`" + path + "` is not UTF-8 text", "is it a Dockerfile?");
    }
  }

  private static String name(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute).toString() : path.toString();
  }

  private static String hint(BuildRequest request) {
    if (request.dockerfile().isPresent()) {
      return "`-f` is relative to the current directory, not to the context";
    }
    for (String other : List.of("dockerfile", "Containerfile", "DockerFile")) {
      if (Files.isRegularFile(request.context().resolve(other))) {
        return "did you mean `-f " + request.context().resolve(other) + "`?";
      }
    }
    return "name another with `-f`, or give another context";
  }
}
