package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Diagnostic;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code RUN --mount} and its neighbours come to in a plan. */
final class MountsTest {
  private static Step.RunCommand run(String... lines) {
    return Planning.lastRun(Planning.of(lines).plan());
  }

  private static String target(RunMount mount) {
    return switch (mount) {
      case RunMount.Bind bind -> bind.target();
      case RunMount.Cache cache -> cache.target();
      case RunMount.Tmpfs tmpfs -> tmpfs.target();
      case RunMount.Secret secret -> secret.target().orElseThrow();
      case RunMount.Ssh ssh -> ssh.target();
    };
  }

  private static RunMount mount(String options) {
    return run("FROM busybox", "WORKDIR /w", "RUN --mount=" + options + " x").mounts().getFirst();
  }

  private static void refused(String options, String marked, String message, String hint) {
    Diagnostic error = Planning.of("FROM busybox", "RUN --mount=" + options + " x").error();
    assertEquals("bad-mount", error.code());
    assertEquals(marked, error.source().text(error.range()), error.render());
    assertTrue(error.message().contains(message), error.render());
    assertTrue(error.hint().orElse("").contains(hint), error.render());
  }

  @Test
  void targetsAreCleanAndRelativeOnesStartAtTheWorkdir() {
    assertEquals("/w/a", target(mount("target=a")));
    assertEquals("/w", target(mount("source=a")));
    assertEquals("/a", target(mount("type=tmpfs,target=//b/../a/")));
    assertEquals("/x", target(mount("target=../../../x")));
  }

  @Test
  void sourcesNeverLeadOut() {
    assertEquals("/etc", ((RunMount.Bind) mount("source=../../etc,target=/a")).source());
    assertEquals("/", ((RunMount.Bind) mount("target=/a")).source());
  }

  @Test
  void cachesWithoutAnIdHaveTheirTargetAsItIsWritten() {
    assertEquals("c", ((RunMount.Cache) mount("type=cache,target=./c/")).id());
    assertEquals("/c", ((RunMount.Cache) mount("type=cache,target=/c/.")).id());
    assertEquals("i", ((RunMount.Cache) mount("type=cache,id=i,target=/c")).id());
  }

  @Test
  void ownersOfACacheOfAnotherPlaceDoNotCount() {
    assertEquals(
        Optional.of(new RunMount.Access(0755, 3, 0)),
        ((RunMount.Cache) mount("type=cache,target=/c,uid=3")).made());
    assertEquals(
        Optional.empty(), ((RunMount.Cache) mount("type=cache,target=/c,uid=3,source=s")).made());
  }

  @Test
  void secretsAreFilesUnlessTheyAreVariables() {
    var secret = (RunMount.Secret) mount("type=secret,id=a/b");
    assertEquals(Optional.of("/run/secrets/b"), secret.target());
    assertEquals(new RunMount.Access(0400, 0, 0), secret.access());
    var named = (RunMount.Secret) mount("type=secret,target=/etc/key,mode=0444");
    assertEquals("key", named.id());
    var variable = (RunMount.Secret) mount("type=secret,id=a,env");
    assertEquals(Optional.of("a"), variable.variable());
    assertEquals(Optional.empty(), variable.target());
    var both = (RunMount.Secret) mount("type=secret,id=a,env=B,target=/t");
    assertEquals(Optional.of("B"), both.variable());
    assertEquals(Optional.of("/t"), both.target());
  }

  @Test
  void theFirstSshMountIsWhatProgramsFindUnlessAVariableSaysOtherwise() {
    Step.RunCommand run = run("FROM busybox", "RUN --mount=type=ssh --mount=type=ssh,id=b x");
    assertTrue(run.environment().contains("SSH_AUTH_SOCK=/run/buildkit/ssh_agent.0"));
    assertEquals("/run/buildkit/ssh_agent.1", ((RunMount.Ssh) run.mounts().get(1)).target());
    assertFalse(
        run("FROM busybox", "ENV SSH_AUTH_SOCK=/own", "RUN --mount=type=ssh x")
            .environment()
            .contains("SSH_AUTH_SOCK=/run/buildkit/ssh_agent.0"));
  }

  @Test
  void variablesAreReplacedInEveryOptionButFrom() {
    assertEquals(
        "/e",
        target(
            run("FROM busybox", "ENV T=cache D=/e", "RUN --mount=type=$T,target=$D x")
                .mounts()
                .getFirst()));
    Diagnostic error = Planning.of("FROM busybox", "RUN --mount=from=$X,target=/a x").error();
    assertEquals("variable-in-from", error.code());
    assertEquals("$X", error.source().text(error.range()));
  }

  @Test
  void whatIsNoOptionIsRefusedWithWhatWasMeant() {
    refused("typ=tmpfs", "typ=tmpfs", "`typ` is no option", "`type`");
    refused("type=tmp,target=/a", "type=tmp", "no mount type `tmp`", "did you mean `tmpfs`");
    refused("type=cache,sharing=lock,target=/a", "sharing=lock", "`lock`", "`locked`");
    refused("target", "target", "`target` has no value", "target=");
    refused("required,type=secret,id=a", "required", "takes no `required`", "before it");
    refused("type=cache,target=/a,size=1m", "size=1m", "takes no `size`", "`type=tmpfs`");
    refused("type=tmpfs,target=/a,size=many", "size=many", "`many`", "64m");
    refused("target=/a,ro=maybe", "ro=maybe", "`maybe`", "");
    refused("type=secret,id=a,mode=0999", "mode=0999", "`0999`", "octal");
    refused("type=secret,id=a,uid=root", "uid=root", "`root`", "number");
    refused("type=secret,id=a,uid=-1", "uid=-1", "`-1`", "number");
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    refused("target=/a,uid=3", "target=/a,uid=3", "takes no `mode`, `uid`", "");
    refused("type=secret", "type=secret", "needs an `id`", "");
    refused("type=secret,id=a,from=b", "type=secret,id=a,from=b", "takes no `from`", "--secret");
    refused("type=secret,id=a,source=b", "type=secret,id=a,source=b", "not both", "");
    refused("type=ssh,source=b", "type=ssh,source=b", "takes no `source`", "");
    refused(
        "type=tmpfs,sharing=locked,target=/a",
        "type=tmpfs,sharing=locked,target=/a",
        "takes no `sharing`",
        "");
  }

  @Test
  void nothingIsMountedOverTheRootOrInProc() {
    refused("target=/", "target=/", "over `/`", "");
    refused("target=/../..", "target=/../..", "over `/`", "");
    refused("source=a", "source=a", "no `target`", "");
    refused("target=/a/../proc/self", "target=/a/../proc/self", "`/proc`", "");
  }

  @Test
  void whatIsMountedIsPartOfTheStep() {
    Step.RunCommand one = run("FROM busybox", "RUN --mount=type=cache,id=a,target=/c x");
    assertEquals(one, run("FROM busybox", "RUN --mount=target=/c,type=cache,id=a x"));
    assertNotEquals(one, run("FROM busybox", "RUN --mount=type=cache,id=b,target=/c x"));
    assertNotEquals(one, run("FROM busybox", "RUN x"));
    assertNotEquals(
        run("FROM a AS s", "FROM busybox", "RUN --mount=from=s,target=/c x"),
        run("FROM b AS s", "FROM busybox", "RUN --mount=from=s,target=/c x"));
  }

  @Test
  void stagesThatAreMountedAreBuiltAndLaterOnesRefused() {
    Plan plan =
        Planning.of("FROM a AS s", "RUN y", "FROM busybox", "RUN --mount=from=s,target=/c x")
            .plan();
    assertEquals(
        List.of(
            "[s 1/2] FROM a",
            "[s 2/2] RUN y",
            "[stage-1 1/2] FROM busybox",
            "[stage-1 2/2] RUN --mount=from=s,target=/c x"),
        Planning.titles(plan));
    Diagnostic error =
        Planning.of("FROM busybox AS a", "RUN --mount=from=b,target=/c x", "FROM a AS b", "FROM a")
            .target("a")
            .error();
    assertEquals("stage-cycle", error.code(), error.render());
  }

  @Test
  void rightsAreNeededForTheMachinesNetworkAndForAllCapabilities() {
    for (var right : List.of(Entitlement.NETWORK_HOST, Entitlement.SECURITY_INSECURE)) {
      String flag = right == Entitlement.NETWORK_HOST ? "--network=host" : "--security=insecure";
      Diagnostic error = Planning.of("FROM busybox", "RUN " + flag + " x").error();
      assertEquals("not-allowed", error.code());
      assertTrue(error.message().contains("`" + right + "` is not allowed"), error.render());
      assertTrue(error.hint().orElse("").contains("--allow " + right), error.render());
      Planning.of("FROM busybox", "RUN " + flag + " x").allow(right).plan();
    }
    Planning.of("FROM busybox", "RUN --network=host x").network("host").plan();
  }

  @Test
  void devicesAreRefusedByName() {
    Diagnostic error = Planning.of("FROM busybox", "RUN --device=gpu x").error();
    assertTrue(error.message().contains("`RUN --device` is not supported"), error.render());
  }

  @Test
  void namesOfAddedHostsCount() {
    Step.RunCommand plain = run("FROM busybox", "RUN x");
    Step.RunCommand more = Planning.lastRun(Planning.of("FROM busybox", "RUN x").host("db").plan());
    assertNotEquals(plain, more);
    assertEquals(List.of("db"), more.confinement().hosts());
  }

  @Test
  void sizesAreThoseOfDocker() {
    assertEquals(64L << 20, ByteSize.parse("64m"));
    assertEquals(3L << 29, ByteSize.parse("1.5g"));
    assertEquals(512L << 10, ByteSize.parse("512 KiB"));
    assertEquals(7, ByteSize.parse("7b"));
    for (String bad : List.of("", "m", "-1", "1x", "1mm", "1.", "99999999999999999999", "1.2.3")) {
      assertThrows(NumberFormatException.class, () -> ByteSize.parse(bad), bad);
    }
  }
}
