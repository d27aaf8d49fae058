package io.jbuild.core.compare;

import io.jbuild.core.layer.Entry;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** The fields of an entry as texts to be compared and shown. */
final class EntryForm {
  private EntryForm() {}

  static String type(Entry entry) {
    return entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String owner(Entry entry) {
    return entry.uid() + ":" + entry.gid();
  }

  static String device(Entry entry) {
    return entry.deviceMajor() + ":" + entry.deviceMinor();
  }

  static String xattrs(Entry entry) {
    return entry.xattrs().entrySet().stream()
        .map(e -> e.getKey() + "=0x" + HexFormat.of().formatHex(e.getValue()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Whether two entries are alike, times aside. */
  static boolean isSame(Entry a, Entry b) {
    return a.type() == b.type()
        && a.mode() == b.mode()
        && a.uid() == b.uid()
        && a.gid() == b.gid()
        && a.size() == b.size()
        && a.content().equals(b.content())
        && a.linkTarget().equals(b.linkTarget())
        && device(a).equals(device(b))
        && xattrs(a).equals(xattrs(b));
  }
}
