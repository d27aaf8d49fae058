package io.jbuild.core.layer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a regular file come from; opened once, by the writer, which closes it. */
@FunctionalInterface
public interface ContentSource {
  /** For entries that have no bytes. */
  ContentSource NONE = InputStream::nullInputStream;

  InputStream open() throws IOException;

  static ContentSource of(Path file) {
    return () -> Files.newInputStream(file);
  }

  static ContentSource of(byte[] bytes) {
    return () -> new ByteArrayInputStream(bytes);
  }
}
