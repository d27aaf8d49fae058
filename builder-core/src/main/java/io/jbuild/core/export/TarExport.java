package io.jbuild.core.export;

import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.PathBytes;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * {@code type=tar}: the merged files of the image as one tar, with owners, modes, times and
 * extended attributes; sorted, so that the same files give the same bytes. Files that share an
 * inode in their layer are written as files of their own, since a {@link FileTree} does not tell.
 */
public final class TarExport implements Exporter {
  private final Destination destination;

  public TarExport(Destination destination) {
    this.destination = destination;
  }

  @Override
  public void export(Export export) throws IOException {
    FileTree files = export.rootfs().open();
    var progress = new FileProgress("export tar", export.listener());
    destination.write(
        out -> {
          LayerWriter writer = new LayerWriter(out);
          // what a directory holds comes after it in the order of paths, but not always next
          var queue = new PriorityQueue<>(Comparator.comparing(Entry::path, PathBytes.ORDER));
          queue.addAll(files.list(""));
          for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            Entry file = entry;
            boolean regular = file.type() == EntryType.FILE;
            writer.add(file, regular ? () -> files.open(file) : ContentSource.NONE);
            progress.add(file.size());
            if (file.isDirectory()) {
              queue.addAll(files.list(file.path()));
            }
          }
          writer.finish();
        });
    progress.finish();
  }
}
