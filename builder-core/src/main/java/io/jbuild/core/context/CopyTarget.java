package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.util.Optional;

/**
 * What the destination of a COPY or ADD comes to in a root filesystem: all that its layer hangs on
 * there, unless an archive is unpacked.
 *
 * @param path below the root, symlinks followed
 * @param found what stands there, if anything
 * @param existing how many of the path's folders, from the root on, are there
 */
public record CopyTarget(String path, Optional<EntryType> found, int existing) {
  /**
   * @param destination absolute; a trailing slash makes no difference here
   */
  public static CopyTarget resolve(FileTree rootfs, String destination) throws IOException {
    TreeLookup lookup = rootfs::find;
    String path = lookup.resolve(CleanPath.belowRoot(destination), true);
    Optional<EntryType> found =
        path.isEmpty() ? Optional.of(EntryType.DIRECTORY) : rootfs.find(path).map(Entry::type);
    int existing = 0;
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      existing += rootfs.find(path.substring(0, slash)).isPresent() ? 1 : 0;
    }
    return new CopyTarget(path, found, existing);
  }

  /** For a cache key: one text for each target that gives another layer. */
  public String key() {
    return "/" + path + " " + found.map(EntryType::name).orElse("-") + " " + existing;
  }
}
