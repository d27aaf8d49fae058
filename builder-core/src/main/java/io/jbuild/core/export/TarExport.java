package io.jbuild.core.export;

import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.LayerWriter;
import java.io.IOException;

/**
 * {@code type=tar}: the merged files of the image as one tar, with owners, modes, times and
 * extended attributes; sorted, so that the same files give the same bytes.
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
          add(files, "", writer, progress);
          writer.finish();
        });
    progress.finish();
  }

  private static void add(
      FileTree files, String directory, LayerWriter writer, FileProgress progress)
      throws IOException {
    for (Entry entry : files.list(directory)) {
      boolean file = entry.type() == EntryType.FILE;
      writer.add(entry, file ? () -> files.open(entry) : ContentSource.NONE);
      if (file) {
        progress.add(entry.size());
      } else if (entry.isDirectory()) {
        add(files, entry.path(), writer, progress);
      }
    }
  }
}
