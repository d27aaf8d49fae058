package io.jbuild.grammar.editor;

import java.util.List;
import java.util.Optional;

/** What an editor knows beside the text: files of the context, images of a store. */
public interface Surroundings {
  /** Nothing. */
  Surroundings NONE = new Surroundings() {};

  /**
   * The entries of a folder of the build context that {@code .dockerignore} lets through; folders
   * end in a slash.
   *
   * @param folder with slashes, relative to the context; empty for the context itself
   */
  default List<String> entries(String folder) {
    return List.of();
  }

  /** Whether the context has a file or folder of a path. */
  default boolean hasFile(String path) {
    return false;
  }

  /** The names of images that a store has, as a FROM would write them. */
  default List<String> images() {
    return List.of();
  }

  /** What an image of the store sets, as lines of a text; empty if it is not there. */
  default Optional<String> image(String name) {
    return Optional.empty();
  }
}
