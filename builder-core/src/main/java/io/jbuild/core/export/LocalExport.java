package io.jbuild.core.export;

import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code type=local}: the merged files of the image in a folder, owned by whoever runs jbuild, with
 * their permissions (but no setuid and setgid, which would lend that user's rights) and times. What
 * else is in the folder stays. Devices, pipes and sockets cannot be made by a user: they are left
 * out with a warning.
 *
 * <p>Nothing is ever written through a symlink inside the folder: where one stands in place of a
 * directory, the export is refused. Each file appears whole, by a rename; a folder that did not
 * exist appears at the end, whole.
 */
public final class LocalExport implements Exporter {
  private final Path folder;

  public LocalExport(Path folder) {
    this.folder = folder;
  }

  @Override
  public void export(Export export) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ExportException("`dest` `" + folder + "` is no folder; name one");
    }
    FileTree files = export.rootfs().open();
    var run =
        new LocalFiles(
            files,
            "export files",
            "of the image were left out: a user cannot make them; `type=tar` has them",
            export.listener());
    run.export("", folder);
    run.finish();
  }
}
