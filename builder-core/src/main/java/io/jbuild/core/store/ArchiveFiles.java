package io.jbuild.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

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

  /** The path without `.`, `..` and doubled slashes; `..` stops at the root. */
  static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
