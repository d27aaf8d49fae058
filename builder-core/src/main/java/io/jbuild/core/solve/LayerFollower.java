package io.jbuild.core.solve;

import io.jbuild.cache.BlobWriter;
import io.jbuild.core.plan.Step;
import java.io.IOException;

/** May read along while the layers of steps are written. */
@FunctionalInterface
public interface LayerFollower {
  /** Nobody reads along. */
  LayerFollower NONE = (step, layer) -> {};

  /**
   * The layer of a step is about to be written. Called by the threads that run steps, for several
   * steps at a time.
   */
  void begins(Step step, BlobWriter layer) throws IOException;
}
