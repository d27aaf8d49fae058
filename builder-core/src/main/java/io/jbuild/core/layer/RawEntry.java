package io.jbuild.core.layer;

import java.util.SortedMap;
import java.util.TreeMap;

/** One entry as its headers say, nothing checked but the syntax. */
final class RawEntry {
  byte[] name = {};
  byte[] link = {};
  char type;
  int mode;
  long uid;
  long gid;

  /** Bytes in the archive. */
  long stored;

  long mtimeSeconds;
  int mtimeNanos;
  long deviceMajor;
  long deviceMinor;
  final SortedMap<String, byte[]> xattrs = new TreeMap<>();

  /** Where the stored bytes go, for a sparse file; else null. */
  SparseMap sparse;

  /** Bytes of the file. */
  long size() {
    return sparse == null ? stored : sparse.size();
  }
}
