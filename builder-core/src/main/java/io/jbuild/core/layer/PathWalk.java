package io.jbuild.core.layer;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A path walked part by part from the root, symlinks followed as under chroot: {@code ..} at the
 * root stays there, an absolute target begins at the root.
 */
public final class PathWalk {
  private final Deque<String> left = new ArrayDeque<>();
  private String path = "";

  /** Starts at the root. Leading slashes mean nothing. */
  public PathWalk(String path) {
    push(path);
  }

  /** Goes one part on; false at the end. */
  public boolean step() {
    while (!left.isEmpty()) {
      String part = left.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        path = parent();
        continue;
      }
      path = path.isEmpty() ? part : path + "/" + part;
      return true;
    }
    return false;
  }

  /** Whether the part just gone to is the last one. */
  public boolean isLast() {
    return left.isEmpty();
  }

  /** Where the walk is. */
  public String path() {
    return path;
  }

  /** The part just gone to is a symlink: goes where it points. */
  public void follow(String target) {
    path = target.startsWith("/") ? "" : parent();
    push(target);
  }

  private void push(String more) {
    for (String part : Arrays.asList(more.split("/")).reversed()) {
      left.push(part);
    }
  }

  private String parent() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
