package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.core.context.CopyEntry;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.RootfsView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The layer of a COPY or ADD: its entries, and the directories that lead to them as they are in the
 * base. Without these, who unpacks the layer would have to guess their modes.
 */
final class CopyLayer {
  private final List<Part> parts;

  /**
   * A piece of the layer.
   *
   * @param copied null for a directory that is only passed through
   */
  private record Part(Entry entry, CopyEntry copied) {}

  private CopyLayer(List<Part> parts) {
    this.parts = parts;
  }

  static CopyLayer of(List<CopyEntry> entries, RootfsView base) {
    List<Part> parts = new ArrayList<>(entries.size() + 8);
    Set<String> listed = new HashSet<>();
    for (CopyEntry copied : entries) {
      parts.add(new Part(copied.entry(), copied));
      if (copied.entry().isDirectory()) {
        listed.add(copied.entry().path());
      }
    }
    for (CopyEntry copied : entries) {
      String path = copied.entry().parent();
      while (!path.isEmpty() && listed.add(path)) {
        base.find(path)
            .filter(Entry::isDirectory)
            .ifPresent(directory -> parts.add(new Part(directory, null)));
        int slash = path.lastIndexOf('/');
        path = slash < 0 ? "" : path.substring(0, slash);
      }
    }
    // Stable: the opaque mark of a directory stays right behind it.
    parts.sort((a, b) -> PathBytes.ORDER.compare(a.entry().path(), b.entry().path()));
    return new CopyLayer(parts);
  }

  /** What all of it amounts to but for times; files must hold the digests of their bytes. */
  Digest contentDigest() {
    return LayerIndex.of(parts.stream().map(Part::entry).toList()).contentDigest();
  }

  void write(LayerWriter writer) throws IOException {
    List<CopyEntry> copied = parts.stream().map(Part::copied).filter(Objects::nonNull).toList();
    try (var contents = ReadAhead.of(copied)) {
      for (Part part : parts) {
        if (part.copied() == null) {
          writer.addParent(part.entry());
        } else {
          writer.add(part.entry(), contents.next());
        }
      }
    }
  }
}
