package io.jbuild.core.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of an image, as texts: nothing is looked up. */
final class UnixPath {
  private UnixPath() {}

  /** The absolute path without {@code .}, {@code ..}, double and trailing slashes. */
  static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  /**
   * The working directory after WORKDIR. An absolute path is kept as it is written, a trailing
   * slash included, as BuildKit records it; a relative one is joined to the directory before.
   */
  static String workdir(String current, String path) {
    String parent = current.startsWith("/") ? current : clean(current);
    if (path.isEmpty()) {
      return parent;
    }
    return path.startsWith("/") ? path : clean(parent + "/" + path);
  }

  /**
   * Where a COPY goes: absolute and clean, and ending in {@code /} where the text says that it is a
   * directory: it ends in a slash, in {@code /.}, or is {@code .} or empty.
   */
  static String destination(String workdir, String path) {
    boolean directory =
        path.isEmpty() || path.equals(".") || path.endsWith("/") || path.endsWith("/.");
    String clean = clean(path.startsWith("/") ? path : workdir + "/" + path);
    return directory && !clean.equals("/") ? clean + "/" : clean;
  }
}
