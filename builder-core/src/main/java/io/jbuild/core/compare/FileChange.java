package io.jbuild.core.compare;

import io.jbuild.core.layer.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path that two root filesystems do not have alike. Times are not looked at.
 *
 * @param path absolute
 * @param first what the first has there
 * @param second what the second has there
 */
public record FileChange(String path, Optional<Entry> first, Optional<Entry> second) {
  /** What happened on the way from the first to the second. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  public Kind kind() {
    return first.isEmpty() ? Kind.ADDED : second.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
  }

  /** By how many bytes the files of the second are more. */
  public long growth() {
    return second.map(Entry::size).orElse(0L) - first.map(Entry::size).orElse(0L);
  }

  /** What of a changed path differs, but for its size: {@code mode 644 -> 755}. */
  public List<String> details() {
    List<String> details = new ArrayList<>();
    if (first.isPresent() && second.isPresent()) {
      Entry a = first.get();
      Entry b = second.get();
      add(details, "type", EntryForm.type(a), EntryForm.type(b));
      add(details, "mode", Integer.toOctalString(a.mode()), Integer.toOctalString(b.mode()));
      add(details, "owner", EntryForm.owner(a), EntryForm.owner(b));
      add(details, "target", a.linkTarget(), b.linkTarget());
      add(details, "device", EntryForm.device(a), EntryForm.device(b));
      add(details, "xattrs", EntryForm.xattrs(a), EntryForm.xattrs(b));
      if (a.size() == b.size() && !a.content().equals(b.content())) {
        details.add("content");
      }
    }
    return details;
  }

  private static void add(List<String> details, String field, String a, String b) {
    if (!a.equals(b)) {
      details.add(field + " " + a + " -> " + b);
    }
  }
}
