package io.jbuild.core.layer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Names and link targets of tars, made safe or refused. */
final class TarPaths {
  private static final int LONGEST_PATH = 4095;
  private static final int LONGEST_PART = 255;

  private TarPaths() {}

  /**
   * The path of an entry: relative to the root, without {@code .}, {@code ..} and empty parts. As
   * in docker, {@code ..} takes back the part before it; at the beginning of an absolute name it is
   * the root's own parent.
   *
   * @throws LayerException when the name leads out of the root
   */
  static String clean(String name) throws LayerException {
    return clean(name, name, "leads out of the archive's root; refused");
  }

  /** The path of a hardlink's target, which is relative to the root, too. */
  static String hardlink(String name, String target) throws LayerException {
    String path =
        clean(target, name, "is a hardlink to `" + Names.shown(target) + "`, outside of the root");
    if (path.isEmpty()) {
      throw new LayerException(
          "`" + Names.shown(name) + "` is a hardlink to the root, or to nothing");
    }
    return path;
  }

  /** Refuses what no symlink can hold. */
  static void checkLength(String name, String target) throws LayerException {
    if (isLong(target, LONGEST_PATH)) {
      throw new LayerException(
          "symlink `"
              + Names.shown(name)
              + "` has a target of more than "
              + LONGEST_PATH
              + " bytes");
    }
  }

  /**
   * Refuses a relative target that leads out of the root when it is read from {@code parent}; an
   * absolute one begins at the root of whoever follows it.
   */
  static void checkSymlink(String name, String parent, String target) throws LayerException {
    if (!target.startsWith("/")) {
      String from = parent.isEmpty() ? target : parent + "/" + target;
      int depth = 0;
      for (String part : from.split("/")) {
        depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
        if (depth < 0) {
          throw new LayerException(
              "symlink `"
                  + Names.shown(name)
                  + "` to `"
                  + Names.shown(target)
                  + "` leads out of the archive's root; refused");
        }
      }
    }
  }

  private static String clean(String path, String entry, String problem) throws LayerException {
    boolean absolute = path.startsWith("/");
    var parts = new ArrayList<String>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        } else if (!absolute) {
          throw new LayerException("`" + Names.shown(entry) + "` " + problem);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        if (isLong(part, LONGEST_PART)) {
          throw new LayerException(
              "`" + Names.shown(entry) + "` has a name of more than " + LONGEST_PART + " bytes");
        }
        parts.add(part);
      }
    }
    String cleaned = String.join("/", parts);
    if (isLong(cleaned, LONGEST_PATH)) {
      throw new LayerException(
          "`" + Names.shown(entry) + "` is a path of more than " + LONGEST_PATH + " bytes");
    }
    return cleaned;
  }

  private static boolean isLong(String text, int most) {
    return text.length() > most
        || text.length() > most / 3 && text.getBytes(StandardCharsets.UTF_8).length > most;
  }
}
