package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.testing.Certificates;
import io.jbuild.core.testing.DockerRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A company's registry, with a password and an authority of its own, as a user meets it. */
class RegistryIT {
  private static final String PASSWORD = "pass word 7";
  private static DockerRegistry registry;
  private static Certificates certificates;
  private static Path folder;

  @BeforeAll
  static void startRegistry() throws Exception {
    Require.programs("skopeo", "docker-registry", "htpasswd", "openssl");
    folder = Workspace.folder("company");
    certificates = Certificates.in(folder);
    registry = DockerRegistry.guarded(folder, certificates, "ann", PASSWORD);
    Path trusted = Files.createDirectories(folder.resolve("trusted"));
    Files.copy(certificates.authority(), trusted.resolve("ca.crt"));
  }

  @AfterAll
  static void stopRegistry() {
    if (registry != null) {
      registry.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void imageGoesThereAndBackByteForByte(Mode mode) throws IOException {
    Installation user = loggedIn(mode);
    String name = registry.host() + "/" + mode.user() + "/app:1.0";
    Context context = Context.of("FROM busybox\nRUN echo made > /made\nCMD [\"cat\", \"/made\"]\n");

    Command built =
        user.jbuild("build", "--progress=plain", "-t", name, "--push", context.folder().toString())
            .succeeded();
    assertFalse((built.out() + built.err()).contains(PASSWORD), built.err());

    Path layout = folder.resolve("layout-" + mode.user());
    skopeo("copy", "--src-cert-dir", "--src-creds", "docker://" + name, "oci:" + layout + ":1.0");
    String pushed = Command.ok("skopeo", "inspect", "--raw", "oci:" + layout + ":1.0").out();
    assertTrue(built.err().contains(digest(pushed)), built.err());

    String other = registry.host() + "/" + mode.user() + "/back:1.0";
    skopeo(
        "copy", "--dest-cert-dir", "--dest-creds", "oci:" + layout + ":1.0", "docker://" + other);
    user.jbuild("pull", other).succeeded();
    assertEquals("made\n", user.run(other));
    assertEquals(
        pushed,
        Command.ok("skopeo", "inspect", "--raw", "oci:" + user.store() + "/images:" + other).out());

    String third = registry.host() + "/" + mode.user() + "/third:3";
    Command elsewhere = user.jbuild("push", "-q", other, third).succeeded();
    assertEquals(third + "@" + digest(pushed) + "\n", elsewhere.out());

    Command again = user.jbuild("push", "--progress=plain", other).succeeded();
    assertEquals(2, again.err().split("Layer already exists", -1).length - 1, again.err());
    assertTrue(again.out().contains(digest(pushed)), again.out());
  }

  @Test
  void buildahTakesWhatWasPushedInEveryCompression() throws IOException {
    Require.programs("buildah");
    Installation user = loggedIn(Mode.ROOT);
    String name = registry.host() + "/for/buildah:1";
    Context context = Context.of("FROM busybox\nRUN echo made > /made\n");
    for (String compression : List.of("gzip", "zstd", "uncompressed")) {
      user.jbuild(
              "build",
              "-q",
              "-o",
              "type=registry,name=" + name + ",force-compression=true,compression=" + compression,
              context.folder().toString())
          .succeeded();
      String root = Workspace.folder("buildah").toString();
      List<String> buildah =
          List.of("buildah", "--root", root, "--runroot", root + "/run", "--storage-driver", "vfs");
      List<String> pull = new ArrayList<>(buildah);
      pull.addAll(
          List.of(
              "pull",
              "-q",
              "--cert-dir",
              folder.resolve("trusted").toString(),
              "--creds",
              "ann:" + PASSWORD,
              name));
      String id = Command.run(pull, Map.of(), null).succeeded().out().strip();
      String inspected = user.jbuild("image", "inspect", name).succeeded().out();
      assertTrue(inspected.contains(id), compression + "\n" + inspected);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void wrongPasswordIsToldAndNeverShown(Mode mode) throws IOException {
    Installation user = trusting(mode);
    Path wrong = Files.writeString(folder.resolve("wrong-" + mode.user()), "not the one");
    Command refused = login(user, wrong).exits(1);
    assertTrue(refused.err().contains("`" + registry.host() + "`"), refused.err());
    assertFalse((refused.out() + refused.err()).contains("not the one"), refused.err());
    assertFalse(Files.exists(user.home().resolve(".docker/config.json")));

    Command unknown =
        user.jbuild("pull", registry.host() + "/" + mode.user() + "/app:1.0").exits(1);
    assertTrue(unknown.err().contains("jbuild login"), unknown.err());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void logoutForgetsThePassword(Mode mode) throws IOException {
    Installation user = loggedIn(mode);
    Path config = user.home().resolve(".docker/config.json");
    assertTrue(Files.readString(config).contains(registry.host()));
    assertEquals(mode.user(), Files.getOwner(config).getName());
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        new java.util.TreeSet<>(Files.getPosixFilePermissions(config)).toString());

    user.jbuild("logout", registry.host()).succeeded();

    assertFalse(Files.readString(config).contains(registry.host()));
    user.jbuild("pull", registry.host() + "/" + mode.user() + "/app:1.0").exits(1);
  }

  private static Installation loggedIn(Mode mode) throws IOException {
    Installation user = trusting(mode);
    SmallBase.provide(user);
    Path password = Files.writeString(folder.resolve("password-" + mode.user()), PASSWORD + "\n");
    Command done = login(user, password).succeeded();
    assertTrue(done.out().contains("Login Succeeded"), done.out() + done.err());
    return user;
  }

  /** An installation of its own that knows the registry's authority from docker's folder. */
  private static Installation trusting(Mode mode) {
    Installation user = Installation.fresh(mode);
    String known = user.home() + "/.config/docker/certs.d/" + registry.host();
    Command.ok("mkdir", "-p", known);
    Command.ok("cp", certificates.authority().toString(), known + "/ca.crt");
    Command.ok("chown", "-R", mode.user() + ":", user.home() + "/.config");
    return user;
  }

  private static Command login(Installation user, Path password) {
    List<String> words =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <\"$0\"", password.toString()));
    words.addAll(user.words("login", "-u", "ann", "--password-stdin", registry.host()));
    return Command.run(words, Map.of(), user.home());
  }

  private static void skopeo(
      String command, String certificates, String credentials, String from, String to) {
    Command.ok(
        "skopeo",
        command,
        "-q",
        "--preserve-digests",
        certificates,
        folder.resolve("trusted").toString(),
        credentials,
        "ann:" + PASSWORD,
        from,
        to);
  }

  private static String digest(String manifest) throws IOException {
    File file = Files.writeString(Files.createTempFile(folder, "manifest", ""), manifest).toFile();
    return "sha256:" + Command.ok("sha256sum", file.toString()).out().split(" ")[0];
  }
}
