package io.jbuild.core.export;

import io.jbuild.core.layer.DiskNames;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One path of a tree, written for the user who runs jbuild as {@link LocalExport} writes a whole
 * image: a file to a file, or into a folder that is there; what stands in a directory into a
 * folder.
 */
public final class PathExport {
  private final FileTree files;
  private final BuildListener listener;

  public PathExport(FileTree files, BuildListener listener) {
    this.files = files;
    this.listener = listener;
  }

  /**
   * Writes it.
   *
   * @param path as {@link Entry} has it; symlinks on the way are resolved by the caller
   * @return false when there is neither a file nor a directory
   * @throws ExportException when the destination cannot take it
   */
  public boolean export(String path, Path destination) throws IOException {
    Optional<Entry> found = files.find(path);
    if (found.isEmpty()) {
      return false;
    }
    var run =
        new LocalFiles(
            files,
            "export /" + path,
            "below `/" + path + "` were left out: a user cannot make them",
            listener);
    if (found.get().type() == EntryType.FILE) {
      run.file(found.get(), fileDestination(found.get(), destination));
    } else if (found.get().isDirectory()) {
      if (Files.exists(destination) && !Files.isDirectory(destination)) {
        throw new ExportException(
            "`" + destination + "` is a file and `/" + path + "` a directory; name a folder");
      }
      run.export(path, destination);
    } else {
      return false;
    }
    run.finish();
    return true;
  }

  private static Path fileDestination(Entry file, Path destination) throws IOException {
    if (Files.isDirectory(destination)) {
      return DiskNames.resolve(destination.toRealPath(), file.name());
    }
    Path target = Files.exists(destination) ? destination.toRealPath() : destination;
    Files.createDirectories(target.toAbsolutePath().getParent());
    return target.toAbsolutePath();
  }
}
