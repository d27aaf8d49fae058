package io.jbuild.cache;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What those who use a store know of its files and a collector does not.
 *
 * @param blobs of images; never dropped
 * @param layers diffIDs of the layers of images; what they list is known only here
 * @param extras files kept by others in the folders of {@link DigestFiles}
 */
public record Needs(Set<Digest> blobs, Set<Digest> layers, List<Extra> extras) {
  public Needs {
    blobs = Set.copyOf(blobs);
    layers = Set.copyOf(layers);
    extras = List.copyOf(extras);
  }

  /**
   * Files that cost nothing but time to lose.
   *
   * @param description for people
   * @param mark the file whose mtime is that of the last use
   * @param files and folders to delete, in this order
   * @param blobs that it is there for
   */
  public record Extra(
      StoredItem.Kind kind,
      String id,
      String description,
      Path mark,
      List<Path> files,
      Set<Digest> blobs) {
    public Extra {
      files = List.copyOf(files);
      blobs = Set.copyOf(blobs);
    }
  }
}
