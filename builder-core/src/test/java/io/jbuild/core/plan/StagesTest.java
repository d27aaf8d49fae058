package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StagesTest {
  @Test
  void stagesThatTheTargetDoesNotNeedAreNotPlanned() {
    var planning =
        Planning.of(
            "FROM unneeded AS bad",
            "RUN false",
            "FROM needed AS good",
            "RUN true",
            "FROM scratch",
            "COPY --from=good /f /f");
    Plan plan = planning.plan();
    assertEquals(List.of(List.of("needed")), planning.rounds);
    assertEquals(
        List.of(
            "[good 1/2] FROM needed",
            "[good 2/2] RUN true",
            "[stage-2 1/1] COPY --from=good /f /f"),
        Planning.titles(plan));
  }

  @Test
  void targetIsAStageNameWithoutRegardToCase() {
    Plan plan =
        Planning.of("FROM scratch AS One", "ENV A=1", "FROM scratch", "ENV B=2")
            .target("ONE")
            .plan();
    assertEquals(List.of("ENV A=1"), Planning.createdBy(plan));
  }

  @Test
  void stageOnStageHasItsConfigArgsAndFiles() {
    Plan plan =
        Planning.of(
                "FROM busybox AS a",
                "ARG X=1",
                "ENV E=2",
                "WORKDIR /w",
                "USER u",
                "FROM a",
                "RUN make")
            .plan();
    Step.RunCommand run = Planning.lastRun(plan);
    assertTrue(run.environment().contains("X=1"));
    assertTrue(run.environment().contains("E=2"));
    assertEquals("/w", run.workingDirectory());
    assertEquals("u", run.user());
    assertInstanceOf(Step.MakeDirectory.class, run.base());
    assertEquals("RUN |1 X=1 /bin/sh -c make # buildkit", Planning.createdBy(plan).getLast());
  }

  @Test
  void entrypointDropsTheCmdOfTheStageBelowButNotItsOwn() {
    Plan dropped =
        Planning.of("FROM scratch AS a", "CMD [\"x\"]", "FROM a", "ENTRYPOINT [\"e\"]").plan();
    assertTrue(dropped.config().config().cmd().isEmpty());
    Plan kept = Planning.of("FROM scratch", "CMD [\"x\"]", "ENTRYPOINT [\"e\"]").plan();
    assertEquals(List.of("x"), kept.config().config().cmd().orElseThrow());
  }

  @Test
  void copyFromTakesAnIndexANameOrAnImage() {
    var planning =
        Planning.of(
            "FROM busybox AS one",
            "RUN echo 1",
            "FROM scratch",
            "COPY --from=0 /a /",
            "COPY --from=ONE /b /",
            "COPY --from=alpine:3 /c /");
    Plan plan = planning.plan();
    assertEquals(List.of(List.of("busybox", "alpine:3")), planning.rounds);
    var last = (Step.CopyFiles) plan.target();
    var second = (Step.CopyFiles) last.base();
    var first = (Step.CopyFiles) second.base();
    Step stage = ((CopyOrigin.FromStep) first.origin()).step();
    assertInstanceOf(Step.RunCommand.class, stage);
    assertEquals(stage, ((CopyOrigin.FromStep) second.origin()).step());
    assertInstanceOf(Step.PullImage.class, ((CopyOrigin.FromStep) last.origin()).step());
    assertEquals(
        List.of(
            "[one 1/2] FROM busybox",
            "[one 2/2] RUN echo 1",
            "[stage-1 1/4] COPY --from=0 /a /",
            "[stage-1 2/4] COPY --from=ONE /b /",
            "[stage-1 3/4] FROM alpine:3",
            "[stage-1 4/4] COPY --from=alpine:3 /c /"),
        Planning.titles(plan));
  }

  @Test
  void equalStepsOfTwoStagesAreOne() {
    Plan plan =
        Planning.of(
                "FROM busybox AS a",
                "RUN make",
                "FROM busybox AS b",
                "RUN make",
                "FROM scratch",
                "COPY --from=a /x /",
                "COPY --from=b /x /")
            .plan();
    assertEquals(4, plan.steps().size());
    var second = (Step.CopyFiles) plan.target();
    var first = (Step.CopyFiles) second.base();
    assertEquals(
        ((CopyOrigin.FromStep) first.origin()).step(),
        ((CopyOrigin.FromStep) second.origin()).step());
  }

  @Test
  void stageOfTheBuildPlatformIsOneStepForAllTargets() {
    String[] lines = {
      "FROM --platform=$BUILDPLATFORM golang AS build",
      "RUN make",
      "FROM alpine",
      "COPY --from=build /x /x"
    };
    Plan arm = Planning.of(lines).platforms("linux/arm64", "linux/amd64").plan();
    Plan amd = Planning.of(lines).platforms("linux/amd64", "linux/amd64").plan();
    assertEquals(Planning.lastRun(arm), Planning.lastRun(amd));
    assertFalse(arm.target().equals(amd.target()));
    assertEquals("linux/arm64", arm.config().platform().toString());
  }

  @Test
  void stepsOfOneOfSeveralPlatformsSayWhatTheyAreFor() {
    Plan arm =
        Planning.of(
                "FROM --platform=$BUILDPLATFORM golang AS build",
                "RUN before",
                "ARG TARGETARCH",
                "RUN make",
                "FROM alpine",
                "RUN x")
            .target("build")
            .platforms("linux/arm64", "linux/amd64")
            .oneOfSeveral()
            .plan();
    assertEquals(
        List.of(
            "[linux/amd64 build 1/3] FROM golang",
            "[linux/amd64 build 2/3] RUN before",
            "[linux/amd64->arm64 build 3/3] RUN make"),
        arm.steps().stream().map(PlannedStep::title).toList());
    Plan v7 =
        Planning.of("FROM alpine", "RUN x")
            .platforms("linux/arm/v7", "linux/amd64")
            .oneOfSeveral()
            .plan();
    assertEquals("[linux/arm/v7 stage-0 2/2] RUN x", v7.steps().getLast().title());
  }

  @Test
  void textOfSeveralPlansNumbersASharedStepOnce() {
    String[] lines = {
      "FROM --platform=$BUILDPLATFORM golang AS build",
      "RUN make",
      "FROM alpine",
      "COPY --from=build /x /x"
    };
    Plan arm = Planning.of(lines).platforms("linux/arm64", "linux/amd64").plan();
    Plan amd = Planning.of(lines).platforms("linux/amd64", "linux/amd64").plan();
    String text = PlanText.print(List.of(amd, arm));
    assertTrue(text.contains("image for linux/amd64\n"), text);
    assertTrue(text.contains("image for linux/arm64\n"), text);
    assertTrue(text.contains("  #2 as above\n"), text);
    assertTrue(text.contains("  #5 [stage-1 1/2] FROM alpine\n"), text);
  }

  @Test
  void namedContextThatIsATargetStandsForAStage() {
    String[] lines = {
      "FROM scratch AS real",
      "COPY a /a",
      "FROM scratch AS other",
      "COPY b /b",
      "FROM old",
      "COPY --from=other / /"
    };
    var kind = new PlanRequest.ContextKind.Stage("REAL");

    Plan plan = Planning.of(lines).context("old", kind).context("other", kind).plan();

    var copy = (Step.CopyFiles) plan.target();
    assertEquals(copy.base(), ((CopyOrigin.FromStep) copy.origin()).step());
    assertEquals(
        List.of("[real 1/1] COPY a /a", "[stage-2 1/1] COPY --from=other / /"),
        Planning.titles(plan));
  }

  @Test
  void targetThatIsNoEarlierStageIsRefused() {
    String[] lines = {"FROM old", "FROM scratch AS later", "COPY a /"};

    assertEquals(
        "unknown-target",
        Planning.of(lines)
            .context("old", new PlanRequest.ContextKind.Stage("nope"))
            .error()
            .code());
    assertEquals(
        "later-stage",
        Planning.of(lines)
            .context("old", new PlanRequest.ContextKind.Stage("later"))
            .error()
            .code());
    assertEquals(
        "later-stage",
        Planning.of(lines)
            .context("later", new PlanRequest.ContextKind.Stage("later"))
            .error()
            .code());
  }

  @Test
  void contextsMayBeForOnePlatform() {
    String[] lines = {
      "FROM --platform=$BUILDPLATFORM base AS tool", "RUN make", "FROM base", "COPY --from=tool a /"
    };
    Plan plan =
        Planning.of(lines)
            .platforms("linux/arm64", "linux/amd64")
            .context("base", PlanRequest.ContextKind.IMAGE)
            .context("docker.io/library/base:latest::linux/arm64/v8", PlanRequest.ContextKind.IMAGE)
            .plan();
    var copy = (Step.CopyFiles) plan.target();
    var run = (Step.RunCommand) ((CopyOrigin.FromStep) copy.origin()).step();
    assertEquals("base", ((Step.PullImage) run.base()).image().name());
    assertEquals(
        "docker.io/library/base:latest::linux/arm64/v8",
        ((Step.PullImage) copy.base()).image().name());
  }

  @Test
  void scratchMayStandForAnImageOrAStage() {
    Plan plan =
        Planning.of("FROM busybox AS b", "RUN false", "FROM b", "COPY a /")
            .context("b", PlanRequest.ContextKind.EMPTY)
            .plan();
    assertEquals(new Step.Scratch(), ((Step.CopyFiles) plan.target()).base());
  }

  @Test
  void namedContextsHideStagesAndImages() {
    Plan image =
        Planning.of("FROM docker.io/library/debian", "RUN make")
            .context("debian:latest", PlanRequest.ContextKind.IMAGE)
            .plan();
    var run = (Step.RunCommand) image.target();
    assertEquals("debian:latest", ((Step.PullImage) run.base()).image().name());

    Plan files =
        Planning.of("FROM scratch", "COPY --from=extra a /a")
            .context("extra", PlanRequest.ContextKind.FILES)
            .plan();
    assertEquals(new CopyOrigin.FromContext("extra"), ((Step.CopyFiles) files.target()).origin());

    var stage =
        Planning.of("FROM busybox AS b", "RUN false", "FROM b")
            .context("B", PlanRequest.ContextKind.IMAGE);
    assertInstanceOf(Step.PullImage.class, stage.plan().target());
    assertEquals(List.of(List.of("B")), stage.rounds);

    Plan base =
        Planning.of("FROM base", "COPY a /").context("base", PlanRequest.ContextKind.FILES).plan();
    var all = (Step.CopyFiles) ((Step.CopyFiles) base.target()).base();
    assertEquals(new CopyOrigin.FromContext("base"), all.origin());
    assertEquals(new Step.Scratch(), all.base());
  }

  @Test
  void workdirMakesOneLayerButForTheRoot() {
    Plan plan =
        Planning.of("FROM busybox", "USER app", "WORKDIR /a/", "WORKDIR b", "WORKDIR /").plan();
    assertEquals(
        List.of("USER app", "WORKDIR /a/", "WORKDIR /a/b", "WORKDIR /"), Planning.createdBy(plan));
    var second = (Step.MakeDirectory) plan.target();
    var first = (Step.MakeDirectory) second.base();
    assertEquals("/a/b", second.path());
    assertEquals("/a", first.path());
    assertEquals("app", first.user());
    assertEquals("/", plan.config().config().workingDir());
  }

  @Test
  void baseHistoryComesFirstAsItStands() {
    Plan plan = Planning.of("FROM busybox", "LABEL a=b").plan();
    assertInstanceOf(Plan.HistoryLine.Inherited.class, plan.history().getFirst());
    assertEquals(2, plan.history().size());
  }

  @Test
  void labelsOfTheCommandLineWin() {
    Plan plan = Planning.of("FROM scratch", "LABEL a=1 b=2").label("a", "9").label("c", "3").plan();
    assertEquals("{a=9, b=2, c=3}", plan.config().config().labels().toString());
  }

  @Test
  void imageWithoutPathGetsTheDefault() {
    Plan plan = Planning.of("FROM x", "RUN y").image("x", Planning.withEnv("A=1")).plan();
    assertEquals(List.of("A=1", "PATH=" + ConfigDraft.DEFAULT_PATH), plan.config().config().env());
    assertEquals(plan.config().config().env(), Planning.lastRun(plan).environment());
  }

  @Test
  void aThousandStepsThatCopyFromEachOtherArePlanned() {
    var lines = new java.util.ArrayList<String>();
    lines.add("FROM busybox AS s0");
    for (int i = 1; i <= 500; i++) {
      lines.add("FROM s" + (i - 1) + " AS s" + i);
      lines.add("COPY --from=s" + (i - 1) + " / /x");
      lines.add("RUN echo " + i);
    }
    Plan plan = Planning.of(lines.toArray(String[]::new)).plan();
    assertEquals(1_001, plan.steps().size());
    Plan again = Planning.of(lines.toArray(String[]::new)).plan();
    assertEquals(plan.target(), again.target());
    assertEquals(plan.target().hashCode(), again.target().hashCode());
    assertSame(plan.steps().getLast().step(), plan.target());
    assertTrue(plan.target().toString().length() < 1_000);
  }
}
