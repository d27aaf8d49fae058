package io.jbuild.core.layer;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which extended attributes are part of a layer, and which can be set on an unpacked tree. */
final class Xattrs {
  private Xattrs() {}

  /**
   * Whether overlayfs (or fuse-overlayfs) keeps its own records there. Taken from a layer they
   * could make a mount show other files than the layer's.
   */
  static boolean isOverlays(String name) {
    return name.startsWith("user.overlay.")
        || name.startsWith("trusted.overlay.")
        || name.startsWith("user.fuseoverlayfs.");
  }

  /** Whether a process in a user namespace may set it. */
  static boolean isSettable(String name) {
    return name.startsWith("user.")
        || name.equals("security.capability")
        || name.startsWith("system.posix_acl_");
  }

  static SortedMap<String, byte[]> withoutOverlays(SortedMap<String, byte[]> xattrs) {
    var kept = new TreeMap<>(xattrs);
    kept.keySet().removeIf(Xattrs::isOverlays);
    return kept;
  }

  static boolean areEqual(Map<String, byte[]> a, Map<String, byte[]> b) {
    if (!a.keySet().equals(b.keySet())) {
      return false;
    }
    // A stream over a sorted map costs two milliseconds at its first use.
    for (Map.Entry<String, byte[]> xattr : a.entrySet()) {
      if (!Arrays.equals(xattr.getValue(), b.get(xattr.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
