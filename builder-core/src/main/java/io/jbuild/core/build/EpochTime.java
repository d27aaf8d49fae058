package io.jbuild.core.build;

import io.jbuild.core.plan.EpochSource;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.Planner;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A SOURCE_DATE_EPOCH that names where its time comes from, replaced by that time. */
final class EpochTime {
  private static final String NAME = "SOURCE_DATE_EPOCH";

  private EpochTime() {}

  /** The request with the time in place of the name; with none where the source has none. */
  static PlanRequest resolved(PlanRequest request, Inputs inputs) throws IOException {
    Optional<EpochSource> source = Planner.epochSource(request);
    if (source.isEmpty()) {
      return request;
    }
    Optional<Instant> time =
        switch (source.get()) {
          case EpochSource.MainContext _ -> inputs.main().time();
          case EpochSource.NamedContext(String name) -> inputs.timeOf(name);
          case EpochSource.Remote remote -> inputs.timeOf(remote);
        };
    return request.withBuildArg(
        NAME, time.map(instant -> Long.toString(instant.getEpochSecond())).orElse(""));
  }
}
