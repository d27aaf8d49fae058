package io.jbuild.core.build;

import io.jbuild.core.context.ContextException;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SourceBytes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Finds and reads the Dockerfile of a build. */
final class DockerfileText {
  /** Bytes; no more of a stream need be read to refuse it. */
  static final int LIMIT = 16 * 1024 * 1024;

  private DockerfileText() {}

  /** Where the Dockerfile of a folder is: {@code dockerfile} will do where there is no other. */
  static Path usualPath(Path context) {
    Path usual = context.resolve("Dockerfile");
    Path lower = context.resolve("dockerfile");
    return !Files.exists(usual) && Files.isRegularFile(lower) ? lower : usual;
  }

  /**
   * The text of a file of this machine, named as the user would name it.
   *
   * @param context the folder in which it was looked for, or null where the user named the file
   * @throws ContextException when there is none, it is not a file or not UTF-8
   */
  static Source read(Path path, Path context) throws IOException {
    if (!Files.exists(path) && !isHidden(path)) {
      throw ContextException.at(path.toString(), "there is no `" + name(path) + "`", hint(context));
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw ContextException.at(
          path.toString(), "`" + name(path) + "` is not a file", "name a file with `-f`");
    }
    try {
      CallingUser.ofThisProcess().requireReadable(path);
      if (Files.size(path) > LIMIT) {
        throw tooLong(name(path));
      }
      return of(name(path), Files.readAllBytes(path));
    } catch (AccessDeniedException e) {
      throw ContextException.at(
          path.toString(),
          "`" + name(path) + "` may not be read by this user",
          "let the calling user read it (`chmod`)");
    }
  }

  /**
   * Bytes as the text of a Dockerfile.
   *
   * @param name for messages
   * @throws ContextException when they are no UTF-8 text, or too many
   */
  static Source of(String name, byte[] bytes) throws ContextException {
    if (bytes.length > LIMIT) {
      throw tooLong(name);
    }
    try {
      return SourceBytes.decode(name, bytes);
    } catch (SourceBytes.NotText e) {
      throw ContextException.at(name, e.getMessage(), e.hint());
    }
  }

  private static ContextException tooLong(String name) {
    return ContextException.at(name, "`" + name + "` has more than 16 MiB", "is it a Dockerfile?");
  }

  /** Whether it cannot be said if there is such a file. */
  private static boolean isHidden(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  private static String name(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute).toString() : path.toString();
  }

  private static String hint(Path context) {
    if (context == null) {
      return "`-f` is relative to the current directory, not to the context";
    }
    for (String other : List.of("Containerfile", "DockerFile")) {
      if (Files.isRegularFile(context.resolve(other))) {
        return "did you mean `-f " + context.resolve(other) + "`?";
      }
    }
    return "name another with `-f`, or give another context";
  }
}
