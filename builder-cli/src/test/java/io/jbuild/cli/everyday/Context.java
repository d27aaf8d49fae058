package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A build context that a test writes. */
record Context(Path folder) {

  /** A new context with a Dockerfile. */
  static Context of(String dockerfile) {
    return new Context(Workspace.folder("context")).with("Dockerfile", dockerfile);
  }

  /** Writes a file, readable by all. */
  Context with(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
