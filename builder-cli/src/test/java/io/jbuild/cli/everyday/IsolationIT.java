package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Builds where namespaces or overlays are refused: in a chroot, on copies, inside of images. */
class IsolationIT {
  private static final String CHANGES =
      """
      FROM busybox
      RUN echo a > /a && ln /a /b && mkdir -p /d/e && echo f > /d/e/f && mkfifo /fifo && (sleep 300 &)
      RUN rm /a && echo new > /d/e/g && chmod 700 /d && rm -r /var/tmp && chown 1000:1000 /d/e/f && \
        echo x > /etc/resolv.conf && echo y > /dev/null && ln -s /d /dd && test -s /etc/hosts
      USER app
      RUN test "$(id -u)" = 1000 && ! cat /d/e/f 2>/dev/null
      """;

  @Test
  void chrootGivesTheLayersOfNamespacesAndSaysThatItIsolatesNothing() {
    Installation user = Installation.shared(Mode.ROOT);
    SmallBase.provide(user);
    // Unlike what other tests build, or their results would be taken.
    Path context = Context.of(CHANGES.replace("echo a", "echo b")).folder();

    String progress = user.build(context, "in-chroot", "--isolation=chroot");
    assertTrue(progress.contains("warning: `--isolation=chroot` isolates nothing"), progress);
    assertEquals("", Command.run(List.of("pgrep", "-f", "^sleep 300$"), Map.of(), null).out());
    String again = user.build(context, "in-chroot", "--isolation", "chroot");
    assertTrue(again.contains("isolates nothing"), again);
    assertEquals(List.of(), Progress.of(again).ran());

    String isolated = user.build(context, "isolated", "--isolation=namespaces");
    assertFalse(isolated.contains("isolates nothing"), isolated);
    assertEquals(
        3, Progress.of(isolated).ran().size(), "made without isolation, never taken unasked");
    assertEquals(files(user, "isolated"), files(user, "in-chroot"));
  }

  @Test
  void chrootHasCachesAndSecretsButNoOtherMounts() throws IOException {
    Installation user = Installation.shared(Mode.ROOT);
    SmallBase.provide(user);
    Path secret = Workspace.folder("chroot-secret").resolve("value");
    Files.writeString(secret, "a secret value");
    Context context =
        Context.of(
            """
            FROM busybox
            RUN --mount=type=cache,target=/cache --mount=type=secret,id=s \
              grep -q 'secret value' /run/secrets/s && echo kept > /cache/f
            RUN --mount=type=cache,target=/cache cp /cache/f /got && test ! -e /run/secrets
            CMD ["cat", "/got"]
            """);
    user.build(
        context.folder(), "chroot-mounts", "--isolation=chroot", "--secret", "id=s,src=" + secret);
    assertEquals("kept\n", user.run("--isolation=chroot", "chroot-mounts"));

    Map<String, String> refused =
        Map.of(
            "RUN --mount=type=bind,target=/src ls /src", "nothing can be mounted at `/src`",
            "RUN --network=none true", "cannot take the network away");
    refused.forEach(
        (line, message) -> {
          Context bad = Context.of("FROM busybox\n" + line + "\n");
          String err =
              user.jbuild("build", "--isolation=chroot", bad.folder().toString()).exits(3).err();
          assertTrue(err.contains(message), err);
        });
  }

  @Test
  void chrootIsForRootAlone() {
    Installation user = Installation.shared(Mode.SUBUID);
    String err = user.jbuild("image", "ls", "--isolation=chroot").exits(3).err();
    assertTrue(err.contains("`--isolation=chroot` is for root"), err);
    err = user.jbuild("image", "ls", "--isolation=hyperv").exits(2).err();
    assertTrue(err.contains("allowed: `default`, `namespaces`, `chroot`"), err);
  }

  /** The kernel takes no overlay for the changes of another one. */
  @Test
  void storeOnAnOverlayWorksOnCopies() {
    Installation user = Installation.shared(Mode.ROOT);
    SmallBase.provide(user);
    Path context = Context.of(CHANGES).folder();
    user.build(context, "on-overlays", "--no-cache");
    Path tar = user.home().resolve("base-for-copies.tar");
    user.jbuild(
            "build", "-o", "type=tar,dest=" + tar, Context.of("FROM busybox\n").folder().toString())
        .succeeded();
    Path place = Workspace.folder("overlay");
    String script =
        """
        cd "$1" && mkdir lower upper work merged && mount -t overlay overlay \
          -o lowerdir=lower,upperdir=upper,workdir=work merged
        shift; root=$PWD/merged/store; tar=$1; context=$2; shift 2
        "$@" import --root "$root" --change 'ENV PATH=/bin:/usr/bin' "$tar" busybox
        "$@" build --root "$root" -t copied -o "type=tar,dest=$PWD/copied.tar" "$context"
        "$@" run --root "$root" -u root copied cat /d/e/g
        """;
    List<String> words =
        new ArrayList<>(
            List.of("unshare", "-m", "sh", "-euc", script, "sh", place.toString(), tar.toString()));
    words.add(context.toString());
    words.addAll(user.words());

    Command command = Command.run(words, Map.of(), user.home()).succeeded();

    assertTrue(command.err().contains("so each RUN works on a copy of its files"), command.err());
    assertEquals(2, command.err().split("works on a copy", -1).length - 1, "once a command");
    assertTrue(command.out().endsWith("new\n"), command.out());
    assertEquals(files(user, "on-overlays"), listed(place.resolve("copied.tar")));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void helperInsideOfAnImageTellsWhatRefusesAndNestsWhereItMay(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Context context = Context.of("FROM busybox\nCOPY helper /helper\n");
    Command.ok(
        "cp",
        Workspace.launcher().resolveSibling("../libexec/jbuild-sandbox").normalize().toString(),
        context.folder().resolve("helper").toString());
    user.build(context.folder(), "with-helper");

    Command refused = user.jbuild("run", "with-helper", "/helper", "enter", "--", "id").exits(3);
    assertTrue(
        refused.err().contains("a seccomp filter, most likely this container's"), refused.err());
    assertTrue(refused.err().contains("--security-opt seccomp=unconfined"), refused.err());
    assertTrue(refused.err().contains("`jbuild run --security=insecure`"), refused.err());

    String inside =
        user.run(
            "--security=insecure",
            "with-helper",
            "/helper",
            "enter",
            "--",
            "sh",
            "-c",
            "id -u; echo $JBUILD_MODE");
    assertEquals("0\nroot\n", inside);
  }

  /** A pod as Kubernetes makes it: root with docker's capabilities, parts of /proc hidden. */
  @Test
  void maskedProcIsToldApartAndAChrootWorksThere() {
    Require.programs("unshare", "capsh", "mount");
    Installation user = Installation.shared(Mode.ROOT);
    SmallBase.provide(user);
    Path context = Context.of("FROM busybox\nRUN echo in a pod\n").folder();
    String script =
        """
        mount -t tmpfs -o ro none /proc/scsi 2>/dev/null || mount -t tmpfs -o ro none /proc/acpi
        mount -o bind,ro /proc/sys /proc/sys
        exec capsh --drop=cap_sys_admin,cap_sys_ptrace,cap_net_admin,cap_sys_resource -- -c "$1"
        """;
    List<String> words =
        List.of("unshare", "-m", "-p", "-f", "--mount-proc", "sh", "-euc", script, "sh");

    Command refused = Command.run(with(words, user, "", context), Map.of(), user.home()).exits(3);
    assertTrue(refused.err().contains("parts of /proc are hidden here"), refused.err());
    assertTrue(refused.err().contains("procMount `Unmasked`"), refused.err());
    assertTrue(refused.err().contains("`--isolation=chroot`"), refused.err());

    Command.run(with(words, user, "--isolation=chroot", context), Map.of(), user.home())
        .succeeded();
  }

  /** Ubuntu's restriction: namespaces can be made and have no power. */
  @Test
  void namespacesWithoutPowerAreToldWithTheProfileThatHelps() {
    Require.programs("unshare", "strace");
    Installation user = Installation.shared(Mode.SINGLE);
    Path sysctl = Workspace.folder("sysctl");
    String script =
        """
        echo 1 > "$1/apparmor_restrict_unprivileged_userns" && mount --bind "$1" /proc/sys/kernel
        exec runuser -u jbuild-single -- strace -f -o /dev/null -e inject=mount:error=EACCES $2
        """;
    List<String> words =
        List.of(
            "unshare",
            "-m",
            "sh",
            "-euc",
            script,
            "sh",
            sysctl.toString(),
            String.join(" ", user.words("image", "ls")).replaceFirst("^runuser -u \\S+ -- ", ""));
    Command refused = Command.run(words, Map.of(), user.home()).exits(3);
    assertTrue(refused.err().contains("[userns-apparmor]"), refused.err());
    assertTrue(refused.err().contains("apparmor-profile | sudo tee"), refused.err());
  }

  private static List<String> with(
      List<String> words, Installation user, String option, Path context) {
    List<String> all = new ArrayList<>(words);
    all.add(
        String.join(" ", user.words("build", "--no-cache", option, context.toString()))
            .replace("  ", " "));
    return all;
  }

  private static String files(Installation user, String image) {
    Path tar = user.home().resolve(image + "-files.tar");
    user.jbuild(
            "build",
            "-o",
            "type=tar,dest=" + tar,
            Context.of("FROM " + image + "\n").folder().toString())
        .succeeded();
    return listed(tar);
  }

  /** Everything but times. */
  private static String listed(Path tar) {
    return Command.ok("tar", "--numeric-owner", "--full-time", "-tvf", tar.toString())
        .out()
        .replaceAll("(?m) \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)? ", " ");
  }
}
