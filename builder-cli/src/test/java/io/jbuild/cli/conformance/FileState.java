package io.jbuild.cli.conformance;

import java.util.Map;

/**
 * One file of an image.
 *
 * @param type as the records name it: file, dir, symlink, hardlink, fifo, char, block
 * @param target of a symlink as it stands there, of a hardlink an absolute path
 * @param sha256 of the bytes of a file, in hexadecimal; else empty
 * @param xattrs by name, values in base64
 */
record FileState(
    String type,
    int mode,
    long uid,
    long gid,
    long size,
    String sha256,
    String target,
    long mtime,
    Map<String, String> xattrs) {

  static FileState directory(int mode) {
    return new FileState("dir", mode, 0, 0, 0, "", "", 0, Map.of());
  }

  boolean isDirectory() {
    return type.equals("dir");
  }

  /** Whether two directories are the same but for their times. */
  boolean sameDirectory(FileState other) {
    return isDirectory()
        && other.isDirectory()
        && mode == other.mode
        && uid == other.uid
        && gid == other.gid
        && xattrs.equals(other.xattrs);
  }
}
