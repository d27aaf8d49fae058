package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.ModeChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunAndCopyTest {
  private static Step.RunCommand run(String... lines) {
    var all = new java.util.ArrayList<String>(List.of("FROM busybox"));
    all.addAll(List.of(lines));
    return Planning.lastRun(Planning.of(all.toArray(String[]::new)).plan());
  }

  private static Step.CopyFiles copy(String... lines) {
    var all = new java.util.ArrayList<String>(List.of("FROM busybox"));
    all.addAll(List.of(lines));
    return (Step.CopyFiles) Planning.of(all.toArray(String[]::new)).plan().target();
  }

  @Test
  void shellFormGoesThroughTheShellAndExecFormDoesNot() {
    assertEquals(List.of("/bin/sh", "-c", "echo $A"), run("RUN echo $A").arguments());
    assertEquals(
        List.of("/bin/bash", "-ec", "x"),
        run("SHELL [\"/bin/bash\", \"-ec\"]", "RUN x").arguments());
    assertEquals(List.of("echo", "$A"), run("RUN [\"echo\", \"$A\"]").arguments());
  }

  @Test
  void hereDocumentAloneIsTheScriptOfTheShell() {
    Step.RunCommand plain = run("RUN <<EOF", "echo 1", "\techo 2", "EOF");
    assertEquals(List.of("/bin/sh", "-c", "echo 1\n\techo 2\n"), plain.arguments());
    Step.RunCommand stripped = run("RUN <<-'EOF'", "\techo 1", "\tEOF");
    assertEquals(List.of("/bin/sh", "-c", "echo 1\n"), stripped.arguments());
  }

  @Test
  void hereDocumentWithAShebangIsAProgram() {
    Step.RunCommand run = run("RUN <<EOF", "#!/bin/ash -e", "echo $0", "EOF");
    assertEquals(List.of("/bin/sh", "-c", "/dev/pipes/EOF"), run.arguments());
    assertEquals(
        Optional.of(new Step.InlineFile("/dev/pipes/EOF", "#!/bin/ash -e\necho $0\n", 0755)),
        run.script());
    assertNotEquals(run, run("RUN <<EOF", "#!/bin/ash -e", "echo other", "EOF"));
  }

  @Test
  void otherHereDocumentsAreLeftToTheShell() {
    assertEquals(
        List.of("/bin/sh", "-c", "cat <<A > /a && cat <<B > /b\naa\nA\nbb\nB"),
        run("RUN cat <<A > /a && cat <<B > /b", "aa", "A", "bb", "B").arguments());
  }

  @Test
  void networkOfOneRun() {
    assertEquals("default", run("RUN x").confinement().networkMode());
    assertEquals("none", run("RUN --network=none x").confinement().networkMode());
  }

  @Test
  void copySaysWhereFilesGo() {
    Step.CopyFiles step = copy("WORKDIR /w", "ARG M=750", "COPY --chown=a:b --chmod=$M x y* sub/");
    assertEquals(
        List.of(new CopySource.Pattern("x"), new CopySource.Pattern("y*")), step.sources());
    assertEquals("/w/sub/", step.destination());
    assertEquals(Optional.of("a:b"), step.flags().owner());
    assertEquals(Optional.of("750"), step.flags().mode().map(ModeChange::toString));
    assertEquals(new CopyOrigin.FromContext(""), step.origin());
    assertEquals(false, step.flags().unpackLocal());
  }

  @Test
  void addUnpacksUnlessToldNotTo() {
    assertTrue(copy("ADD a.tar /").flags().unpackLocal());
    assertEquals(false, copy("ADD --unpack=false a.tar /").flags().unpackLocal());
  }

  @Test
  void hereDocumentSourcesAreExpandedUnlessQuoted() {
    Step.CopyFiles expanded = copy("ENV N=v", "COPY <<EOF /a", "$N '$N' \\$N", "EOF");
    assertEquals(List.of(new CopySource.Inline("EOF", "v 'v' $N\n")), expanded.sources());
    Step.CopyFiles quoted = copy("ENV N=v", "COPY <<\"EOF\" /a", "$N", "EOF");
    assertEquals(List.of(new CopySource.Inline("EOF", "$N\n")), quoted.sources());
  }

  @Test
  void jsonFormKeepsBlanks() {
    Step.CopyFiles step = copy("COPY [\"a b\", \"/t t/\"]");
    assertEquals(List.of(new CopySource.Pattern("a b")), step.sources());
    assertEquals("/t t/", step.destination());
  }

  @Test
  void fieldsNameWhatCounts() {
    assertEquals(
        "{destination=/t/, mode=755, origin=context, owner=1, source.0001.pattern=a,"
            + " unpack=false}",
        StepIdentity.fields(copy("COPY --chown=1 --chmod=755 a /t/")).toString());
    assertEquals(
        "{argument.0001=/bin/sh, argument.0002=-c, argument.0003=x, environment.0001=PATH="
            + ConfigDraft.DEFAULT_PATH
            + ", hostname=buildkitsandbox, network=none, platform=linux/amd64, user=,"
            + " working-directory=/}",
        StepIdentity.fields(run("RUN --network=none x")).toString());
  }

  @Test
  void everyFieldCountsForIdentity() {
    Step.RunCommand run = run("RUN x");
    assertNotEquals(run, run("RUN y"));
    assertNotEquals(run, run("USER u", "RUN x"));
    assertNotEquals(run, run("ENV a=b", "RUN x"));
    assertNotEquals(run, run("RUN --network=none x"));
    assertEquals(run, run("LABEL a=b", "RUN x"));
    assertNotEquals(copy("COPY a /"), copy("ADD a /"));
    assertNotEquals(copy("COPY a /b"), copy("COPY a /b/"));
    assertNotEquals(copy("COPY a b /c/"), copy("COPY b a /c/"));
  }
}
