package io.jbuild.cli;

import io.jbuild.grammar.Source;
import io.jbuild.grammar.SourceBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the file that {@code parse} or {@code check} is given; {@code -} is standard input. */
final class DockerfileInput {
  private static final int LIMIT = 64 * 1024 * 1024;

  private DockerfileInput() {}

  /**
   * The text, named as the user names it.
   *
   * @throws UsageException when there is no such file, or it is no text
   */
  static Source read(String file) throws IOException {
    byte[] bytes = bytes(file);
    if (bytes.length > LIMIT) {
      throw new UsageException("`" + file + "` has more than 64 MiB", "is it a Dockerfile?");
    }
    try {
      return SourceBytes.decode(file.equals("-") ? "<stdin>" : file, bytes);
    } catch (SourceBytes.NotText e) {
      throw new UsageException(e.getMessage(), e.hint());
    }
  }

  private static byte[] bytes(String file) throws IOException {
    if (file.equals("-")) {
      return System.in.readNBytes(LIMIT + 1);
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new UsageException("`" + file + "` is a folder", "name a Dockerfile");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LIMIT + 1);
    } catch (NoSuchFileException e) {
      throw new UsageException("there is no `" + file + "`", "name a Dockerfile, or `-`");
    } catch (AccessDeniedException e) {
      throw new UsageException("`" + file + "` may not be read by this user", "see `ls -l`");
    }
  }
}
