package io.jbuild.core.build;

import io.jbuild.core.context.ContextException;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Finds and reads the Dockerfile of a build. */
public final class DockerfileText {
  private static final long LIMIT = 16 * 1024 * 1024;

  private DockerfileText() {}

  /** Where the Dockerfile of a request is: {@code dockerfile} will do where there is no other. */
  public static Path path(BuildRequest request) {
    return request.dockerfile().orElseGet(() -> usualPath(request.context()));
  }

  private static Path usualPath(Path context) {
    Path usual = context.resolve("Dockerfile");
    Path lower = context.resolve("dockerfile");
    return !Files.exists(usual) && Files.isRegularFile(lower) ? lower : usual;
  }

  /**
   * The text, named as the user would name it.
   *
   * @throws ContextException when there is none, it is not a file or not UTF-8
   */
  public static Source read(BuildRequest request) throws IOException {
    Path path = path(request);
    requireFolder(request.context());
    if (!Files.exists(path) && !isHidden(path)) {
      throw ContextException.at(path.toString(), "there is no `" + name(path) + "`", hint(request));
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw ContextException.at(
          path.toString(), "`" + name(path) + "` is not a file", "name a file with `-f`");
    }
    try {
      CallingUser.ofThisProcess().requireReadable(path);
      if (Files.size(path) > LIMIT) {
        throw ContextException.at(
            path.toString(), "`" + name(path) + "` has more than 16 MiB", "is it a Dockerfile?");
      }
      byte[] bytes = Files.readAllBytes(path);
      if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
        throw ContextException.at(
            path.toString(),
            "`" + name(path) + "` is UTF-16 text",
            "save it as UTF-8 (PowerShell: `Set-Content -Encoding utf8`)");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var source = new Source(name(path), text);
      int nul = text.indexOf('\0');
      if (nul >= 0) {
        throw ContextException.at(
            path.toString(),
            "`" + name(path) + "` holds a NUL byte in line " + source.line(nul),
            "is it a Dockerfile?");
      }
      return source;
    } catch (AccessDeniedException e) {
      throw ContextException.at(
          path.toString(),
          "`" + name(path) + "` may not be read by this user",
          "let the calling user read it (`chmod`)");
    } catch (CharacterCodingException e) {
      throw ContextException.at(
          path.toString(), "`" + name(path) + "` is not UTF-8 text", "is it a Dockerfile?");
    }
  }

  private static void requireFolder(Path context) throws IOException {
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

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
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
    for (String other : List.of("Containerfile", "DockerFile")) {
      if (Files.isRegularFile(request.context().resolve(other))) {
        return "did you mean `-f " + request.context().resolve(other) + "`?";
      }
    }
    return "name another with `-f`, or give another context";
  }
}
