package io.jbuild.core.solve;

import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a build would do for a step, as far as that can be told without building. */
public sealed interface Outlook {
  /**
   * A step as it ran last.
   *
   * @param size bytes of the layer that it gave
   */
  record Earlier(Duration took, long size) {}

  /** The layer of its earlier result would be used. */
  record Cached(Earlier earlier) implements Outlook {}

  /**
   * It would run.
   *
   * @param because why, a phrase each and at least one
   * @param earlier of the step that it is compared with
   */
  record Runs(List<String> because, Optional<Earlier> earlier) implements Outlook {
    public Runs {
      because = List.copyOf(because);
    }
  }

  /**
   * Nothing of its own changed; whether it would run depends on what another one gives, which would
   * run or is asked for over the network.
   */
  record Depends(Step on, Optional<Earlier> earlier) implements Outlook {}

  /** It would fail at what it reads. */
  record Fails(String message) implements Outlook {}

  /** The image is in the store. */
  record Present(PinnedImage image) implements Outlook {}

  /** The image would be pulled. */
  record Pulled(PinnedImage image) implements Outlook {}

  /** Its server would be asked. */
  record Asked(String address) implements Outlook {}
}
