package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VariablesTest {
  @Test
  void buildArgWinsOverDefaultAndGlobalArgGivesTheDefault() {
    Plan plan =
        Planning.of(
                "ARG G=global", "FROM scratch", "ARG G", "ARG D=default", "ARG B=default", "ARG N")
            .buildArg("B", "given")
            .plan();
    assertEquals(
        List.of("ARG G=global", "ARG D=default", "ARG B=given", "ARG N"), Planning.createdBy(plan));
  }

  @Test
  void argsOfOneInstructionSeeTheOnesBefore() {
    Plan plan = Planning.of("FROM scratch", "ARG a=1 b=$a").plan();
    assertEquals(List.of("ARG a=1 b=1"), Planning.createdBy(plan));
  }

  @Test
  void variablesOfOneEnvHaveTheValueBeforeIt() {
    Plan plan = Planning.of("FROM scratch", "ENV a=1", "ENV a=2 b=$a", "ENV c=$a").plan();
    assertEquals(
        List.of("PATH=" + ConfigDraft.DEFAULT_PATH, "a=2", "b=1", "c=2"),
        plan.config().config().env());
  }

  @Test
  void envHidesAnArgOfTheStageBelow() {
    Plan plan =
        Planning.of("FROM busybox AS a", "ENV A=env", "ARG A=arg", "FROM a", "RUN x").plan();
    assertTrue(Planning.lastRun(plan).environment().contains("A=env"));
  }

  @Test
  void platformArgsHaveToBeDeclared() {
    Plan plan =
        Planning.of(
                "FROM scratch AS last",
                "ENV u=$TARGETARCH",
                "ARG TARGETPLATFORM TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS TARGETSTAGE",
                "ENV t=$TARGETPLATFORM")
            .platforms("linux/arm/v7", "linux/amd64")
            .plan();
    assertEquals(
        List.of(
            "ENV u=",
            "ARG TARGETPLATFORM=linux/arm/v7 TARGETARCH=arm TARGETVARIANT=v7"
                + " BUILDPLATFORM=linux/amd64 BUILDOS=linux TARGETSTAGE=last",
            "ENV t=linux/arm/v7"),
        Planning.createdBy(plan));
  }

  @Test
  void proxyArgsReachTheCommandButNotTheStep() {
    Plan without = Planning.of("FROM busybox", "RUN x").plan();
    Plan with = Planning.of("FROM busybox", "RUN x").buildArg("http_proxy", "p").plan();
    assertEquals(
        List.of("HTTP_PROXY=p", "http_proxy=p"), Planning.lastRun(with).proxyEnvironment());
    assertEquals(without.target(), with.target());
    assertEquals(StepIdentity.fields(without.target()), StepIdentity.fields(with.target()));
    assertEquals(Planning.createdBy(without), Planning.createdBy(with));
  }

  @Test
  void declaredProxyArgsCount() {
    Plan plan =
        Planning.of("FROM busybox", "ARG http_proxy", "RUN x").buildArg("http_proxy", "p").plan();
    Step.RunCommand run = Planning.lastRun(plan);
    assertTrue(run.environment().contains("http_proxy=p"));
    assertEquals(List.of("HTTP_PROXY=p"), run.proxyEnvironment());
    assertEquals("RUN |1 http_proxy=p /bin/sh -c x # buildkit", Planning.createdBy(plan).getLast());
  }

  @Test
  void undeclaredBuildArgsDoNotCount() {
    Plan plan = Planning.of("FROM busybox", "RUN x").buildArg("A", "1").plan();
    assertEquals(Planning.of("FROM busybox", "RUN x").plan().target(), plan.target());
    assertFalse(PlanText.print(plan).contains("A=1"));
  }

  @Test
  void fromSeesGlobalArgsAlone() {
    var planning =
        Planning.of(
            "ARG T=1", "FROM a:$T", "ARG T=2", "FROM b:${T}${MISSING}", "COPY --from=0 / /");
    planning.plan();
    assertEquals(List.of(List.of("a:1", "b:1")), planning.rounds);
  }

  @Test
  void sourceDateEpochIsPartOfThePlan() {
    Plan plan = Planning.of("FROM scratch").buildArg("SOURCE_DATE_EPOCH", "1500000000").plan();
    assertEquals("2017-07-14T02:40:00Z", plan.sourceDateEpoch().orElseThrow().toString());
    assertTrue(Planning.of("FROM scratch").plan().sourceDateEpoch().isEmpty());
  }
}
