package io.jbuild.cli.image;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.History;
import io.jbuild.core.store.ImageContent;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer and what made it.
 *
 * @param size as it is stored
 * @param instruction of the history; empty where that does not tell
 */
record TreeLayer(Digest diffId, Digest digest, long size, String instruction) {
  /** The layers of an image, lowest first. */
  static List<TreeLayer> of(ImageContent image) {
    List<String> made =
        image.config().history().stream()
            .filter(line -> !line.emptyLayer())
            .map(History::createdBy)
            .toList();
    List<Descriptor> layers = image.manifest().layers();
    List<TreeLayer> result = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      // Counted from the top: a base may have more layers than its history tells of.
      int line = made.size() - layers.size() + i;
      result.add(
          new TreeLayer(
              image.config().diffIds().get(i),
              layers.get(i).digest(),
              layers.get(i).size(),
              line < 0 ? "" : made.get(line)));
    }
    return result;
  }
}
