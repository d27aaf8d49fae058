package io.jbuild.core.context;

import java.util.ArrayList;
import java.util.List;

/** Paths put into their shortest form by their text alone, as Go's {@code path.Clean} does. */
final class CleanPath {
  private CleanPath() {}

  /** {@code a/../b//c/.} is {@code b/c}; nothing left is {@code .}; {@code /..} is {@code /}. */
  static String clean(String path) {
    boolean absolute = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      boolean up = part.equals("..");
      if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!up || !absolute) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /** Below the root and without a leading slash: {@code ../a/./b/} is {@code a/b}. */
  static String belowRoot(String path) {
    return clean("/" + path).substring(1);
  }

  static String join(String directory, String name) {
    return directory.isEmpty() ? name : name.isEmpty() ? directory : directory + "/" + name;
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
