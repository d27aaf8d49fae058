package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CopyFlagsTest {
  private static final String SUM = "sha256:" + "0".repeat(64);

  private static Step.CopyFiles copy(String... lines) {
    String[] all = new String[lines.length + 1];
    all[0] = "FROM busybox";
    System.arraycopy(lines, 0, all, 1, lines.length);
    return (Step.CopyFiles) Planning.of(all).plan().target();
  }

  private static Step fetched(String line) {
    Step.CopyFiles copy = copy(line);
    Step fetch = ((CopySource.Fetched) copy.sources().getFirst()).fetch();
    assertTrue(copy.inputs().contains(fetch));
    return fetch;
  }

  private static String error(String line) {
    List<Diagnostic> diagnostics = Planning.of("FROM busybox", line).result().diagnostics();
    assertEquals(1, diagnostics.size(), diagnostics.toString());
    return diagnostics.getFirst().code();
  }

  @Test
  void flagsAreReadWithTheirValues() {
    CopyFlags flags = copy("COPY --link --parents --exclude=*.md --exclude=$x a /b").flags();
    assertTrue(flags.link() && flags.parents());
    assertEquals(List.of("*.md", "$x"), flags.excludes());
    assertEquals(CopyFlags.NONE, copy("COPY --link=false --parents=False a /b").flags());
  }

  @Test
  void aLinkWithModeIsNoLink() {
    assertFalse(copy("COPY --link --chmod=755 a /b").flags().link());
  }

  @Test
  void symbolicModesMayComeFromVariables() {
    CopyFlags flags = copy("ARG m=u=rwX,go=rX", "COPY --chmod=$m a /b").flags();
    assertEquals("u=rwX,go=rX", flags.mode().orElseThrow().toString());
  }

  @Test
  void everyFlagIsPartOfTheIdentity() {
    Step plain = copy("ADD a /b");
    for (String flag :
        new String[] {"--link", "--exclude=x", "--chmod=g=u", "--chown=1", "--unpack=false"}) {
      assertNotEquals(plain, copy("ADD " + flag + " a /b"), flag);
    }
    assertNotEquals(copy("COPY a /b"), copy("COPY --parents a /b"));
  }

  @Test
  void parentsIsPartOfTheHistory() {
    Plan plan = Planning.of("FROM scratch", "COPY --link --parents --chown=1 a /b").plan();
    assertEquals(
        "COPY --parents --chown=1 a /b # buildkit",
        ((Plan.HistoryLine.Built) plan.history().getLast()).createdBy());
  }

  @Test
  void urlsAndRepositoriesAreStepsOfTheirOwn() {
    assertEquals(new Step.FetchUrl("https://h/f", Optional.empty()), fetched("ADD https://h/f /"));
    var git = (Step.FetchGit) fetched("ADD --keep-git-dir https://h/r.git#v1:sub /");
    assertEquals("v1", git.address().ref());
    assertTrue(git.keepGitDir());
    assertTrue(((Step.FetchGit) fetched("ADD git@h:r?keep-git-dir=1 /")).keepGitDir());
    assertEquals("ab", ((Step.FetchGit) fetched("ADD --checksum=ab git@h:r /")).checksum());
  }

  @Test
  void sourcesOfAllKindsStandTogetherInOrder() {
    List<CopySource> sources = copy("ADD a https://h/f b https://h/r.git /d/").sources();
    assertTrue(sources.get(0) instanceof CopySource.Pattern);
    assertTrue(sources.get(1) instanceof CopySource.Fetched);
    assertTrue(sources.get(2) instanceof CopySource.Pattern);
    assertTrue(sources.get(3) instanceof CopySource.Fetched);
  }

  @Test
  void oneUrlIsOneStepWhoeverAsks() {
    Plan plan = Planning.of("FROM scratch", "ADD https://h/f /a/", "ADD https://h/f /b/").plan();
    assertEquals(1, plan.steps().stream().filter(s -> s.step() instanceof Step.FetchUrl).count());
  }

  @Test
  void unpackIsForLocalTarsUnlessItIsSaid() {
    assertTrue(copy("ADD a /b").flags().unpackLocal());
    assertFalse(copy("ADD a /b").flags().unpackRemote());
    assertTrue(copy("ADD --unpack a /b").flags().unpackRemote());
    assertFalse(copy("ADD --unpack=false a /b").flags().unpackLocal());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertEquals("remote-copy-source", error("COPY https://h/f /"));
    assertEquals("remote-copy-source", error("COPY git@h:r.git /"));
    assertEquals(
        "checksum-of-several", error("ADD --checksum=" + SUM + " https://h/f https://h/g /"));
    assertEquals("checksum-of-path", error("ADD --checksum=" + SUM + " a /"));
    assertEquals("bad-checksum", error("ADD --checksum=sha256:00 https://h/f /"));
    assertEquals("bad-git-address", error("ADD https://h/r.git?what=x /"));
    assertEquals("git-contradiction", error("ADD --keep-git-dir=false git@h:r?keep-git-dir=1 /"));
    assertEquals("git-contradiction", error("ADD --checksum=ab git@h:r?checksum=cd /"));
    assertEquals("bad-mode", error("COPY --chmod=u=q a /"));
  }
}
