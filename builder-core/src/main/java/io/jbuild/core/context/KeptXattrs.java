package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The extended attributes that copying keeps: file capabilities. BuildKit drops all others ({@code
 * user.*} of a context, an archive or a stage) when it writes the layer.
 */
final class KeptXattrs {
  private static final String CAPABILITY = "security.capability";

  private KeptXattrs() {}

  /** The entry with no more than that. */
  static Entry of(Entry entry) {
    byte[] capability = entry.xattrs().get(CAPABILITY);
    if (entry.xattrs().size() == (capability == null ? 0 : 1)) {
      return entry;
    }
    SortedMap<String, byte[]> kept = new TreeMap<>();
    if (capability != null) {
      kept.put(CAPABILITY, capability);
    }
    return new Entry(
        entry.path(),
        entry.type(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.size(),
        entry.mtime(),
        entry.linkTarget(),
        entry.deviceMajor(),
        entry.deviceMinor(),
        kept,
        entry.content());
  }
}
