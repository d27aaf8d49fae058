package io.jbuild.core.solve;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StepResult;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.plan.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Results of steps from beyond the store, and where those of this build go. A result is had without
 * its layer; what that lists and holds is brought when something reads it. Thread-safe.
 */
public interface SharedRecords {
  /** Nothing is shared. */
  SharedRecords NONE = new SharedRecords() {};

  /** Is told of the steps that images come of, before all else. */
  default void images(List<Step> targets) {}

  /** The result that is known under a key. */
  default Optional<StepResult> find(Digest key) throws IOException {
    return Optional.empty();
  }

  /** Is told of every step that has its result, wherever that came from. */
  default void solved(Step step, Digest key, StepResult result) throws IOException {}

  /** What a layer lists, where that can be had without the layer; its content is checked. */
  default Optional<LayerIndex> index(SolvedLayer layer) throws IOException {
    return Optional.empty();
  }

  /**
   * Brings a layer into a store, uncompressed and verified.
   *
   * @return false when it was not found here
   * @throws LostLayerException when it was found, and cannot be had
   */
  default boolean fetch(SolvedLayer layer, BlobStore into) throws IOException {
    return false;
  }

  /** Unpacks a tar into a folder. */
  @FunctionalInterface
  interface Unpacking {
    void unpack(InputStream tar) throws IOException;
  }

  /**
   * Fills a new folder of a cache mount with what others have put there.
   *
   * @param key of the folder
   * @return false when there is nothing, or it cannot be had: the folder is empty then
   */
  default boolean fill(Digest key, String id, Path folder, Unpacking unpacking) throws IOException {
    return false;
  }

  /** Is told of a cache mount that a command has used. */
  default void mounted(Digest key, String id) {}
}
