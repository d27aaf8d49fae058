package io.jbuild.core.context;

import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.UnpackBounds;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The layer of one COPY or ADD, entry by entry. Folders that exist and are only passed through are
 * not in it; folders that had to be made are.
 *
 * <p>The bytes of files are read when the entries' sources are opened, straight from where they
 * lie; those of unpacked archives lie in a temporary file until the plan is closed.
 */
public final class CopyPlan implements Closeable {
  private final List<CopyEntry> entries;
  private final ArchiveSpool spool;

  private CopyPlan(List<CopyEntry> entries, ArchiveSpool spool) {
    this.entries = List.copyOf(entries);
    this.spool = spool;
  }

  /**
   * Puts selections onto a root filesystem, one after the other, by the rules of the Dockerfile
   * reference as BuildKit follows them: a directory gives its contents; a file goes into a
   * destination that is a directory or ends in a slash, else takes its name; symlinks in the
   * destination are followed inside the root; folders that exist keep their metadata where they are
   * the destination, and take the source's below it.
   *
   * @param destination absolute; ends in {@code /} when it is said to be a directory
   * @param temporary an existing folder for the bytes of archives
   * @throws ContextException when a file would take the place of a directory or the other way
   *     round, when several sources have a destination without slash, or when an archive is hostile
   */
  public static CopyPlan of(
      List<CopySelection> selections,
      FileTree rootfs,
      String destination,
      CopyOptions options,
      Path temporary)
      throws IOException {
    if (selections.stream().mapToInt(CopySelection::sources).sum() > 1
        && !destination.endsWith("/")) {
      throw ContextException.at(
          destination,
          "several sources need a directory as destination, and `"
              + destination
              + "` may be a file",
          "write `" + destination + "/`");
    }
    var spool = new ArchiveSpool(temporary, UnpackBounds.ofThisProcess());
    try {
      var planned = new PlannedTree(rootfs);
      for (CopySelection selection : selections) {
        var placer = new Placer(selection, planned, destination, options, spool);
        for (Selected item : selection.items()) {
          placer.place(item);
        }
      }
      spool.finish();
      return new CopyPlan(planned.entries(), spool);
    } catch (IOException | RuntimeException | Error e) {
      spool.close();
      throw e;
    }
  }

  /**
   * In the order of {@link io.jbuild.core.layer.PathBytes#ORDER}, the opaque mark of a directory
   * directly after it, a hardlink after its target. Regular files hold the digest of their bytes
   * when the selection's digest was asked for.
   */
  public List<CopyEntry> entries() {
    return entries;
  }

  /** Deletes the bytes of unpacked archives. */
  @Override
  public void close() throws IOException {
    spool.close();
  }
}
