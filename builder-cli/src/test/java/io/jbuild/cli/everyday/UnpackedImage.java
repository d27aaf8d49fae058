package io.jbuild.cli.everyday;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image as umoci unpacks it, file by file.
 *
 * @param files what each path is: type, mode, owner, link target, further names, bytes, xattrs;
 *     names are decoded as ISO 8859-1
 */
record UnpackedImage(Path rootfs, Map<String, String> files) {

  /**
   * Unpacks an image.
   *
   * @param layout folder and name, with a colon between
   */
  static UnpackedImage of(String layout) {
    Require.programs("umoci", "getfattr");
    Path rootfs = Workspace.folder("unpacked").resolve("rootfs");
    Command.ok("umoci", "raw", "unpack", "--image", layout, rootfs.toString());
    return new UnpackedImage(rootfs, list(rootfs));
  }

  /** Deletes the files. */
  void discard() {
    Command.ok("rm", "-rf", rootfs.getParent().toString());
  }

  private static Map<String, String> list(Path rootfs) {
    Map<String, String> files = new TreeMap<>();
    Map<String, String> firstNames = new HashMap<>();
    String[] lines =
        in(rootfs, "find . -printf '%y %#m %U:%G\\t%i\\t%n\\t%s\\t%l\\t%P\\0' | sort -z -t'\t' -k6")
            .split("\0");
    for (String line : lines) {
      String[] fields = line.split("\t", 6);
      String what = fields[0];
      if (what.startsWith("l")) {
        what += " -> " + fields[4];
      } else if (what.startsWith("f")) {
        what += " " + fields[3] + " bytes";
      }
      if (!what.startsWith("d") && !fields[2].equals("1")) {
        what += " same as " + firstNames.computeIfAbsent(fields[1], inode -> fields[5]);
      }
      files.put(fields[5], what);
    }
    for (String line : in(rootfs, "find . -type f -print0 | xargs -0r sha256sum -z").split("\0")) {
      files.merge(line.substring(68), " " + line.substring(0, 64), String::concat);
    }
    for (String file : in(rootfs, "getfattr -R -h -d -m - -e hex . || true").split("\n\n")) {
      String[] entry = file.strip().split("\n", 2);
      if (entry.length == 2) {
        String path = entry[0].substring("# file: ".length());
        files.merge(path, " " + entry[1].replace('\n', ' '), String::concat);
      }
    }
    return files;
  }

  private static String in(Path folder, String script) {
    return Command.ok("sh", "-c", "cd \"$1\" && " + script, "sh", folder.toString()).out();
  }
}
