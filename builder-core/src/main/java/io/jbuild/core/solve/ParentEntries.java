package io.jbuild.core.solve;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import java.io.IOException;

/**
 * Lists the directories above an entry as they are in the base, so that unpacking keeps them so.
 */
final class ParentEntries {
  private ParentEntries() {}

  static void write(Entry entry, RootfsView base, LayerWriter writer) throws IOException {
    String parent = entry.parent();
    for (int end = parent.indexOf('/'); !parent.isEmpty(); end = parent.indexOf('/', end + 1)) {
      String path = end < 0 ? parent : parent.substring(0, end);
      var directory = base.find(path);
      if (directory.isPresent()) {
        writer.addParent(directory.get());
      }
      if (end < 0) {
        return;
      }
    }
  }
}
