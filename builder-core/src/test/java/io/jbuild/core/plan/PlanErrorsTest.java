package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlanErrorsTest {
  private static void assertError(Planning planning, String code, String at, String... texts) {
    Diagnostic error = planning.error();
    assertEquals(code, error.code(), error.render());
    assertEquals(at, error.source().text(error.range()), error.render());
    for (String text : texts) {
      assertTrue(error.render().contains(text), error.render());
    }
  }

  @Test
  void unknownTargetNamesTheStages() {
    assertError(
        Planning.of("FROM scratch AS build", "FROM scratch AS test").target("bulid"),
        "unknown-target",
        "build",
        "`bulid`",
        "did you mean `build` (line 1)?",
        "`build`, `test`");
    assertError(
        Planning.of("FROM scratch AS build").target("0"),
        "unknown-target",
        "FROM scratch AS build");
  }

  @Test
  void blankBaseSaysWhichVariableIsUnset() {
    assertError(Planning.of("FROM ${NOPE}"), "blank-base", "${NOPE}", "ARG NOPE=");
    assertError(
        Planning.of("ARG VERSION=1", "FROM $VERSIN"),
        "blank-base",
        "$VERSIN",
        "did you mean `VERSION`?");
  }

  @Test
  void errorOfAVariableIsReportedAtItsWord() {
    assertError(
        Planning.of("FROM scratch", "ENV A=1 B=${X:?needed}"),
        "bad-expansion",
        "${X:?needed}",
        "needed");
  }

  @Test
  void laterStagesAndOwnStageCannotBeCopiedFrom() {
    assertError(
        Planning.of("FROM scratch AS a", "COPY --from=b / /", "FROM scratch AS b").target("a"),
        "later-stage",
        "b",
        "line 3");
    assertError(
        Planning.of("FROM scratch AS a", "COPY --from=a / /"), "stage-cycle", "a", "itself");
    assertError(Planning.of("FROM scratch", "COPY --from=7 / /"), "unknown-stage", "7", "0 to 0");
  }

  @Test
  void stagesThatNeedEachOtherAreRefusedEvenIfNotNeeded() {
    Diagnostic error =
        Planning.of("FROM scratch AS a", "COPY --from=b / /", "FROM a AS b", "FROM scratch AS c")
            .error();
    assertEquals("stage-cycle", error.code());
  }

  @Test
  void copyFromTakesNoVariables() {
    assertError(
        Planning.of("ARG A=x", "FROM scratch", "COPY --from=$A / /"), "variable-in-from", "$A");
  }

  @Test
  void aMisspeltStageIsHintedAtWhenTheImageIsAskedFor() {
    PlanRequest request =
        request("FROM scratch AS builder\nFROM scratch\nCOPY --from=bulder /a /a\n");
    NeededImages needed = Planner.imagesNeeded(request, BaseImages.NONE);
    assertEquals(
        "did you mean the stage `builder` (line 1)?",
        needed.requests().getFirst().hint().orElseThrow());
    PlanResult unpinned = Planner.plan(request, BaseImages.NONE);
    assertTrue(unpinned.plan().isEmpty());
    assertEquals("unknown-image", unpinned.diagnostics().getFirst().code());
  }

  @Test
  void aStageThatFromNamesTooEarlyIsHintedAt() {
    PlanRequest request =
        request("FROM base AS a\nFROM busybox AS base\nFROM scratch\nCOPY --from=0 / /\n");
    assertEquals(
        "the stage `base` is defined later, in line 2: move it up",
        Planner.imagesNeeded(request, BaseImages.NONE).requests().getFirst().hint().orElseThrow());
  }

  private static PlanRequest request(String dockerfile) {
    return new PlanRequest(
        DockerfileParser.parse(new Source("Dockerfile", dockerfile)).dockerfile(),
        Map.of(),
        Planning.AMD64,
        Planning.AMD64,
        Optional.empty(),
        new TreeMap<>(),
        Map.of(),
        "default");
  }

  @Test
  void wrongValuesAreRefusedWhereTheyStand() {
    assertError(Planning.of("FROM scratch", "EXPOSE 80 x"), "bad-port", "x");
    assertError(Planning.of("FROM scratch", "STOPSIGNAL SIGNOPE"), "bad-signal", "SIGNOPE");
    assertError(Planning.of("FROM scratch", "COPY --chmod=9 a /"), "bad-mode", "9");
    assertError(Planning.of("FROM scratch", "COPY --chmod=17777 a /"), "bad-mode", "17777");
    assertError(Planning.of("FROM scratch", "VOLUME $NONE"), "blank-volume", "$NONE");
    assertError(Planning.of("FROM --platform=a/b/c/d scratch"), "bad-platform", "a/b/c/d");
    assertError(Planning.of("FROM Debian"), "bad-image-name", "Debian", "`debian`");
    assertError(
        Planning.of("FROM scratch", "COPY http://x/y /"),
        "remote-copy-source",
        "http://x/y",
        "ADD");
    assertError(
        Planning.of("ARG SOURCE_DATE_EPOCH=soon", "FROM scratch"),
        "bad-source-date-epoch",
        "ARG SOURCE_DATE_EPOCH=soon");
  }

  @Test
  void flagsThatAreOffAreNotRefused() {
    Planning.of(
            "FROM busybox",
            "COPY --link=false --parents=false a /",
            "ADD --keep-git-dir=false a /",
            "RUN --security=sandbox x")
        .plan();
  }

  @Test
  void severalErrorsAreAllReported() {
    PlanResult result =
        Planning.of("FROM scratch", "EXPOSE x", "STOPSIGNAL y", "COPY --chmod=9 a /").result();
    assertTrue(result.plan().isEmpty());
    assertEquals(
        List.of("bad-port", "bad-signal", "bad-mode"),
        result.diagnostics().stream().map(Diagnostic::code).toList());
  }
}
