package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OnbuildTest {
  @Test
  void triggersOfAnImageRunRightAfterFromAndAreNotHandedOn() {
    Plan plan =
        Planning.of("FROM base", "RUN own").triggers("base", "ENV X=1", "RUN trigger").plan();
    assertEquals(
        List.of("ENV X=1", "RUN /bin/sh -c trigger # buildkit", "RUN /bin/sh -c own # buildkit"),
        Planning.createdBy(plan));
    assertEquals(List.of(), plan.config().config().onBuild());
  }

  @Test
  void triggersCanNameImagesThatHaveToBePinnedToo() {
    var planning =
        Planning.of("FROM base", "FROM other")
            .triggers("other", "COPY --from=third /a /a")
            .triggers("third", "COPY --from=never /a /a");
    planning.plan();
    assertEquals(List.of(List.of("other"), List.of("third")), planning.rounds);
  }

  @Test
  void triggersOfAStageRunInItsChildAlone() {
    Plan plan =
        Planning.of("FROM busybox AS a", "ONBUILD RUN t", "FROM a AS b", "FROM b", "RUN own")
            .plan();
    assertEquals(
        List.of("RUN /bin/sh -c t # buildkit", "RUN /bin/sh -c own # buildkit"),
        Planning.createdBy(plan));
  }

  @Test
  void ownTriggersAreRecordedAndLeaveNoHistory() {
    Plan plan = Planning.of("FROM scratch", "ONBUILD COPY . /app").plan();
    assertEquals(List.of("COPY . /app"), plan.config().config().onBuild());
    assertTrue(Planning.createdBy(plan).isEmpty());
  }

  @Test
  void aBrokenTriggerIsReportedWithTheNameOfItsImage() {
    Diagnostic error = Planning.of("FROM base").triggers("base", "RUNN x").error();
    assertTrue(error.source().name().contains("base"), error.render());
  }

  @Test
  void copyFromInATriggerMeansStagesOfTheLaterBuild() {
    Plan plan =
        Planning.of("FROM busybox AS src", "RUN make", "FROM base")
            .triggers("base", "COPY --from=src /a /a")
            .plan();
    var copy = (Step.CopyFiles) plan.target();
    assertEquals(Planning.lastRun(plan), ((CopyOrigin.FromStep) copy.origin()).step());
  }
}
