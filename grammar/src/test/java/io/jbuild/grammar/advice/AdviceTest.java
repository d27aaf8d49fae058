package io.jbuild.grammar.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdits;
import io.jbuild.grammar.lint.CheckSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static List<Diagnostic> advice(String text, Optional<ContextView> context) {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    return Advice.run(parsed, CheckSettings.DEFAULTS, context);
  }

  /** Rule, line and text of each finding. */
  private static List<String> found(String text) {
    return found(text, Optional.empty());
  }

  private static List<String> found(String text, Optional<ContextView> context) {
    List<String> found = new ArrayList<>();
    for (Diagnostic d : advice(text, context)) {
      found.add(
          d.code() + " " + d.source().line(d.range().start()) + " " + d.source().text(d.range()));
    }
    return found;
  }

  private static void silent(String text) {
    assertEquals(List.of(), found(text), text);
  }

  @Test
  void aStageThatNothingUsesIsFound() {
    assertEquals(
        List.of("unused-stage 1 unused", "unused-stage 2 b"),
        found("FROM a AS unused\nFROM b\nFROM c AS used\nFROM used\n"));
    assertEquals(List.of("unused-stage 1 x"), found("FROM a AS x\nFROM b AS final\n"));
  }

  @Test
  void stagesThatAreTargetsOrChosenByAVariableAreLeftAlone() {
    silent("FROM a AS one\nFROM b AS two\n");
    silent("FROM a AS dev-envs\nFROM a AS unit-test\nFROM b\n");
    silent("FROM a AS x-amd64\nFROM a AS x-arm64\nFROM x-${TARGETARCH}\n");
    silent("FROM a AS x\nFROM b\nCOPY --from=0 /a /\n");
    silent("FROM a AS x\nFROM b\nRUN --mount=from=x,target=/x true\n");
  }

  @Test
  void latestIsFoundBehindAVariableAndInCopyFrom() {
    assertEquals(
        List.of("moving-tag 2 debian:${TAG}", "moving-tag 3 ghcr.io/a/b"),
        found("ARG TAG=latest\nFROM debian:${TAG}\nCOPY --from=ghcr.io/a/b /x /\n"));
    assertEquals(
        List.of("moving-tag 2 $BASE"), found("ARG BASE=debian\nFROM $BASE AS final\nRUN true\n"));
  }

  @Test
  void versionsDigestsStagesAndWhatABuildArgHasToNameAreNoMovingTags() {
    silent("ARG TAG=13\nFROM debian:${TAG}\n");
    silent("ARG BASE\nFROM ${BASE}\n");
    silent("ARG VERSION\nFROM golang:${VERSION}\n");
    silent("ARG BASE=a\nFROM x:1 AS a\nFROM ${BASE}\n");
    silent("FROM x:1\nCOPY --from=assets /x /\nCOPY --from=y@sha256:" + "0".repeat(64) + " /x /\n");
  }

  @Test
  void listsThatALaterLayerDeletesAreFound() {
    assertEquals(
        List.of("apt-lists-in-layer 3 rm -rf /var/lib/apt/lists/*"),
        found("FROM a:1\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n"));
    silent("FROM a:1\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\n");
    silent("FROM a:1\nRUN rm -rf /var/lib/apt/lists/*\n");
    silent(
        "FROM a:1\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update\n"
            + "RUN rm -rf /var/lib/apt/lists/*\n");
  }

  @Test
  void secretsAreFoundByTheirShapeWhereverTheyStand() {
    String github = "ghp_" + "a1B2c3D4e5F6g7H8i9J0".repeat(2).substring(0, 36);
    String gitlab = "glpat-" + "Zx9Yw8Vu7Ts6Rq5Po4Nm";
    String aws = "AKIA" + "Q3EGRIXKTN4ZJ7PW";
    String key = "-----BEGIN OPENSSH " + "PRIVATE KEY-----";
    String token = "eyJhbGciOiJIUzI1" + ".eyJzdWIiOiI0MjQy" + ".dBjftJeZ4CVPmB92K27uhbUJU1p1r";
    assertEquals(
        List.of(
            "secret-value 2 " + github,
            "secret-value 3 " + gitlab,
            "secret-value 4 " + aws,
            "secret-value 6 " + key,
            "secret-value 9 " + token,
            "secret-value 10 hun4er2!"),
        found(
            "FROM a\nENV T="
                + github
                + "\nARG G="
                + gitlab
                + "\nLABEL a="
                + aws
                + "\nCOPY <<E /k\n"
                + key
                + "\nb3BlbnNzaC1rZXktdjEAAAAABG5v\nE\nRUN curl -H 'Authorization: Bearer "
                + token
                + "' x\nENV DB=postgres://app:hun4er2!@db/x\n"));
  }

  @Test
  void examplesAndReferencesAreNoSecrets() {
    silent("FROM a\nENV A=" + "AKIA" + "IOSFODNN7EXAMPLE B=postgres://user:password@db/x\n");
    silent("FROM a\nARG T\nRUN git clone https://oauth2:${T}@host/x && git clone https://u:$T@h\n");
    silent("FROM a\nRUN grep -- '-----BEGIN PRIVATE " + "KEY-----' /x\n");
    silent("FROM a\nRUN echo http://[::1]:80/a@b ssh://git@github.com:22/x\n");
  }

  @Test
  void secretsAreFoundInFilesWithErrors() {
    String aws = "ASIA" + "Q3EGRIXKTN4ZJ7PW";
    assertEquals(List.of("secret-value 2 " + aws), found("FROMM a\nENV A=" + aws + "\n"));
  }

  @Test
  void copyingEverythingBeforeAnInstallationIsFoundOnce() {
    assertEquals(
        List.of("cache-busting-copy 3 ."),
        found("FROM a\nWORKDIR /x\nCOPY . .\nRUN cd /x && npm ci --omit=dev\nRUN npm install\n"));
    assertEquals(
        List.of("cache-busting-copy 2 ./"),
        found("FROM a\nCOPY ./ /x\nRUN pip install --no-cache-dir -r requirements.txt\n"));
  }

  @Test
  void installationsThatNeedTheFilesAreLeftAlone() {
    silent("FROM a\nCOPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm run build\n");
    silent("FROM a\nCOPY . .\nRUN npm install express\n");
    silent("FROM a\nCOPY . .\nRUN pip install -r requirements.txt -e .\n");
    silent("FROM a\nCOPY . .\nRUN pip install .\n");
    silent("FROM a\nCOPY --from=b . .\nRUN npm ci\n");
    silent("FROM a\nCOPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci\n");
    silent("FROM a AS b\nCOPY . .\nFROM b\nRUN true\n");
  }

  @Test
  void whatChangesEachBuildBelongsBelowInstallations() {
    assertEquals(
        List.of("cache-busting-variable 2 BUILD_DATE"),
        found("FROM a\nARG BUILD_DATE\nRUN apt-get install -y x\nLABEL d=$BUILD_DATE\n"));
    silent("FROM a\nRUN apt-get install -y x\nARG BUILD_DATE\nLABEL d=$BUILD_DATE\n");
    silent("FROM a\nARG VCS_REF\nRUN apk add x && echo $VCS_REF\n");
    silent("FROM a\nARG VERSION\nRUN apk add x\n");
    silent("FROM a\nARG BUILD_DATE\nRUN make\n");
  }

  @Test
  void anArgOfTheHeadIsNotSeenInStages() {
    String text = "ARG V=1\nFROM a\nRUN curl x-${V}.tar\n";
    assertEquals(List.of("unseen-arg 3 ${V}"), found(text));
    assertEquals(
        "ARG V=1\nFROM a\nARG V\nRUN curl x-${V}.tar\n",
        TextEdits.apply(text, advice(text, Optional.empty()).getFirst().fix().get().edits()));
    assertEquals(List.of("unused-arg 1 V"), found("ARG V=1\nFROM a\nRUN echo $W\n"));
  }

  @Test
  void argsThatAreTakenOrSetOtherwiseAreLeftAlone() {
    silent("ARG V=1\nARG I=a:$V\nFROM $I:1\n");
    silent("ARG V=1\nARG I=${X:-a${V}}\nFROM $I:1\n");
    silent("ARG V=1\nFROM a\nARG V\nRUN echo $V\n");
    silent("ARG V=1\nFROM a\nENV V=2\nRUN echo $V\n");
    silent("ARG V=1\nFROM a AS b\nENV V=2\nFROM b\nRUN echo $V\n");
    silent("ARG V=1\nFROM a\nRUN for V in 1 2; do echo $V; done\n");
    silent("ARG V=1\nFROM a\nRUN V=2; echo $V\n");
    silent("ARG http_proxy\nARG BUILDPLATFORM\nARG SOURCE_DATE_EPOCH\nFROM a\n");
  }

  @Test
  void ofEqualKeysTheLastCounts() {
    assertEquals(List.of("duplicate-key 2 A=1"), found("FROM a\nENV A=1 B=2 A=3\n"));
    silent("FROM a\nENV A=1\nENV A=2\nLABEL A=1 a=2\n");
  }

  @Test
  void sourcesAreLookedForInTheContext() {
    ContextView context =
        new ContextView() {
          @Override
          public Optional<String> excludedBy(String path) {
            return path.endsWith(".log") ? Optional.of("`*.log`") : Optional.empty();
          }

          @Override
          public boolean exists(String path) {
            return Set.of("src", "src/main.c").contains(path);
          }

          @Override
          public List<String> siblings(String path) {
            return List.of("src", "lib");
          }
        };
    String text =
        "FROM a\nCOPY ./src/../src/main.c x.log /\nADD scr https://x/y /\nCOPY . $A *.c /\n"
            + "COPY --from=a none /\nCOPY <<E /x\nE\n";
    assertEquals(
        List.of("copy-ignored-source 2 x.log", "missing-source 3 scr"),
        found(text, Optional.of(context)));
    Diagnostic missing = advice(text, Optional.of(context)).get(1);
    assertEquals(Optional.of("did you mean `src`?"), missing.hint());
    assertTrue(
        advice(text, Optional.of(context)).getFirst().message().contains("`*.log` leaves it out"));
  }
}
