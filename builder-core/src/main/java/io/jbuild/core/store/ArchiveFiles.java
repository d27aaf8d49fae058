package io.jbuild.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The files of an image archive or layout folder, by their path in it. */
interface ArchiveFiles extends Closeable {
  /** What it is, for messages: its path. */
  String name();

  boolean has(String path) throws IOException;

  /**
   * Opens a file.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  InputStream open(String path) throws IOException;

  @Override
  void close() throws IOException;
}
