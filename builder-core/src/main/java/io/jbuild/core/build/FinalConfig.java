package io.jbuild.core.build;

import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.solve.Rootfs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The config of an image whose layers are known.
 *
 * <p>Times come from the records of the steps and from the base, never from the clock, so a rebuild
 * from the cache has the same digest: a line without a layer has the time of the line before it,
 * and the image that of its newest line. Where SOURCE_DATE_EPOCH is given, it is the time of all
 * that was built here.
 */
final class FinalConfig {
  private FinalConfig() {}

  static ImageConfig of(Plan plan, Rootfs rootfs) {
    Optional<Instant> epoch = plan.sourceDateEpoch();
    List<History> history = new ArrayList<>();
    Optional<Instant> last = plan.config().created();
    // Counted from the top: a base may have more layers than its history tells of.
    int layer =
        rootfs.layers().size()
            - (int) plan.history().stream().filter(FinalConfig::makesLayer).count();
    for (Plan.HistoryLine line : plan.history()) {
      switch (line) {
        case Plan.HistoryLine.Inherited(History entry) -> {
          history.add(entry);
          last = later(last, entry.created());
        }
        case Plan.HistoryLine.Built(String createdBy, var step) -> {
          if (step.isPresent()) {
            last = later(last, rootfs.layers().get(layer++).created());
          }
          Optional<Instant> time = last.or(() -> Optional.of(Instant.EPOCH));
          history.add(
              new History(
                  epoch.or(() -> time), createdBy, Plan.HISTORY_COMMENT, "", step.isEmpty()));
        }
      }
    }
    ImageConfig config = plan.config();
    Optional<Instant> built = last;
    return new ImageConfig(
        config.platform(),
        Optional.of(epoch.or(() -> built).orElse(Instant.EPOCH)),
        config.author(),
        config.config(),
        rootfs.diffIds(),
        history);
  }

  private static boolean makesLayer(Plan.HistoryLine line) {
    return line instanceof Plan.HistoryLine.Built(var _, var step) && step.isPresent();
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return java.util.stream.Stream.of(a, b)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }
}
