package io.jbuild.cli.lsp;

import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.solve.Outlook;
import java.time.Duration;
import java.util.Optional;

/** What the steps of a stage come to. */
final class StageTotal {
  private int steps;
  private int cached;
  private Duration took = Duration.ZERO;
  private long size;

  /** Counts a step in; images and downloads are none. */
  void add(Outlook outlook) {
    switch (outlook) {
      case Outlook.Cached(var last) -> {
        cached++;
        add(Optional.of(last));
      }
      case Outlook.Runs(var _, var last) -> add(last);
      case Outlook.Depends(var _, var last) -> add(last);
      case Outlook.Fails _ -> steps++;
      case Outlook.Present _, Outlook.Pulled _, Outlook.Asked _ -> {}
    }
  }

  private void add(Optional<Outlook.Earlier> last) {
    steps++;
    if (last.isPresent()) {
      took = took.plus(last.get().took());
      size += last.get().size();
    }
  }

  /** Nothing for a stage without steps. */
  Optional<String> words() {
    if (steps == 0) {
      return Optional.empty();
    }
    String known =
        size == 0 && took.isZero()
            ? ""
            : " · last " + Amounts.seconds(took) + ", " + Amounts.bytes(size);
    String noun = steps == 1 ? "step" : "steps";
    return Optional.of(
        (cached == steps ? "all of " + steps + " " + noun : cached + " of " + steps + " " + noun)
            + " cached"
            + known);
  }
}
