package io.jbuild.grammar.outline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.lint.CheckSettings;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutlineTest {
  private static final String TEXT =
      """
      ARG PATCH
      # GO the compiler's version
      ARG GO=1.2${PATCH}
      ARG IMAGE=golang:${GO}
      ARG NEVER=1

      # base what all stand on
      FROM ${IMAGE} AS base
      # remark
      # DEBUG switch
      # DEBUG is not said twice
      ARG DEBUG
      RUN --mount=type=cache,target=/root/.cache true

      FROM base AS build
      ARG GO
      ARG FLAGS="-x ${GO}"
      RUN --mount=type=secret,id=npm --mount=type=ssh true
      RUN --mount=type=secret,target=/run/x/npm,required=true true
      RUN --mount=from=tools,target=/t true

      FROM scratch AS tools
      ARG TOOL=1

      FROM scratch AS other
      ARG NEVER
      # release
      FROM --platform=$BUILDPLATFORM scratch
      COPY --from=build /x /
      """;

  private static Dockerfile file(String text) {
    return DockerfileParser.parse(new Source("Dockerfile", text)).dockerfile();
  }

  private static List<String> args(Outline outline) {
    return outline.args().stream()
        .map(a -> a.lines().first() + " " + a.name() + "=" + a.value().orElse("-"))
        .toList();
  }

  @Test
  void anOutlineHoldsWhatTheStageAndThoseItNeedsTake() {
    Outline outline = OutlineReader.read(file(TEXT), CheckSettings.DEFAULTS);
    assertEquals(Optional.empty(), outline.name());
    assertEquals(
        List.of(
            "1 PATCH=-",
            "3 GO=1.2",
            "4 IMAGE=golang:1.2",
            "12 DEBUG=-",
            "17 FLAGS=-x 1.2",
            "23 TOOL=1"),
        args(outline));
    assertEquals(Optional.of("the compiler's version"), outline.args().get(1).description());
    assertEquals(Optional.of("switch"), outline.args().get(3).description());
    assertEquals(
        List.of(new Outline.Given("npm", true, new Outline.Lines(18, 18))), outline.secrets());
    assertEquals(
        List.of(new Outline.Given("default", false, new Outline.Lines(18, 18))), outline.ssh());
    assertEquals("/root/.cache", outline.caches().getFirst().id());
  }

  @Test
  void aTargetAndBuildArgsAreHeeded() {
    var settings =
        CheckSettings.DEFAULTS
            .withTarget(Optional.of("BASE"))
            .withBuildArgs(Map.of("GO", "2", "DEBUG", "1"));
    Outline outline = OutlineReader.read(file(TEXT), settings);
    assertEquals(Optional.of("base"), outline.name());
    assertEquals(Optional.of("what all stand on"), outline.description());
    assertEquals(List.of("1 PATCH=-", "3 GO=2", "4 IMAGE=golang:2", "12 DEBUG=1"), args(outline));
    assertThrows(
        NoSuchElementException.class,
        () ->
            OutlineReader.read(file(TEXT), CheckSettings.DEFAULTS.withTarget(Optional.of("none"))));
  }

  @Test
  void targetsAreTheStagesInTheirOrder() {
    List<Target> targets = Target.of(file(TEXT));
    assertEquals(
        List.of("base", "build", "tools", "other", ""),
        targets.stream().map(t -> t.name().orElse("")).toList());
    assertEquals("${IMAGE}", targets.getFirst().base());
    assertEquals(Optional.of("what all stand on"), targets.getFirst().description());
    assertEquals(
        new Target(
            Optional.empty(),
            true,
            Optional.empty(),
            "scratch",
            Optional.of("$BUILDPLATFORM"),
            new Outline.Lines(28, 28)),
        targets.getLast());
  }

  @Test
  void aGraphFollowsFromCopyMountsAndTriggers() {
    StageGraph graph =
        StageGraph.of(
            file(
                """
                FROM a AS one
                FROM a AS two
                ONBUILD COPY --from=one / /
                FROM $X AS three
                FROM a
                COPY --from=2 / /
                FROM a AS lone
                """),
            Map.of("X", "TWO"));
    assertEquals(Set.of(0, 1, 2), graph.needed(2));
    assertEquals(Set.of(0, 1, 2, 3), graph.needed(3));
    assertEquals(Set.of(4), graph.needed(4));
    assertEquals(Optional.of(1), graph.baseStage(2));
    assertEquals(Optional.empty(), graph.find("9"));
  }
}
