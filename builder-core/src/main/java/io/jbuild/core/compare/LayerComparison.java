package io.jbuild.core.compare;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.LayerIndex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Compares what two layers list, path by path and field by field. */
final class LayerComparison {
  private final String place;
  private final List<Difference> found;

  LayerComparison(String place, List<Difference> found) {
    this.place = place;
    this.found = found;
  }

  void compare(LayerIndex first, LayerIndex second) {
    int before = found.size();
    Map<String, Entry> others = new HashMap<>();
    second.entries().forEach(entry -> others.put(key(entry), entry));
    for (Entry entry : first.entries()) {
      Entry other = others.remove(key(entry));
      if (other == null) {
        present(entry, true);
      } else {
        entries(entry, other);
      }
    }
    for (Entry entry : second.entries()) {
      if (others.containsKey(key(entry))) {
        present(entry, false);
      }
    }
    if (found.size() == before) {
      found.add(
          new Difference(
              Difference.Kind.LAYER,
              place,
              "",
              "form of the tar",
              first.contentDigest().toString(),
              second.contentDigest().toString()));
    }
  }

  /** An opaque mark stands beside the directory that it is about. */
  private static String key(Entry entry) {
    return (entry.type() == EntryType.OPAQUE ? "o" : "e") + entry.path();
  }

  private void present(Entry entry, boolean inFirst) {
    String type = type(entry);
    add(Difference.Kind.FILE, entry, "entry", inFirst ? type : "", inFirst ? "" : type);
  }

  private static String type(Entry entry) {
    return entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void entries(Entry a, Entry b) {
    file(a, "type", type(a), type(b));
    file(a, "mode", Integer.toOctalString(a.mode()), Integer.toOctalString(b.mode()));
    file(a, "uid", Integer.toString(a.uid()), Integer.toString(b.uid()));
    file(a, "gid", Integer.toString(a.gid()), Integer.toString(b.gid()));
    file(a, "size", Long.toString(a.size()), Long.toString(b.size()));
    file(
        a,
        "content",
        a.content().map(Object::toString).orElse(""),
        b.content().map(Object::toString).orElse(""));
    file(a, "link target", a.linkTarget(), b.linkTarget());
    file(a, "device", device(a), device(b));
    xattrs(a, b);
    if (!a.mtime().equals(b.mtime())) {
      add(Difference.Kind.TIME, a, "mtime", a.mtime().toString(), b.mtime().toString());
    }
  }

  private static String device(Entry entry) {
    return entry.deviceMajor() + ":" + entry.deviceMinor();
  }

  private void xattrs(Entry a, Entry b) {
    var names = new TreeSet<>(a.xattrs().keySet());
    names.addAll(b.xattrs().keySet());
    for (String name : names) {
      byte[] left = a.xattrs().get(name);
      byte[] right = b.xattrs().get(name);
      if (!Arrays.equals(left, right)) {
        file(a, "xattr " + name, hex(left), hex(right));
      }
    }
  }

  private static String hex(byte[] value) {
    return value == null ? "" : "0x" + HexFormat.of().formatHex(value);
  }

  private void file(Entry entry, String field, String first, String second) {
    if (!Objects.equals(first, second)) {
      add(Difference.Kind.FILE, entry, field, first, second);
    }
  }

  private void add(Difference.Kind kind, Entry entry, String field, String first, String second) {
    found.add(new Difference(kind, place, "/" + entry.path(), field, first, second));
  }
}
