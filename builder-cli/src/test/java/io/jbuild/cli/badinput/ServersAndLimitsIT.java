package io.jbuild.cli.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad input that comes from servers, disks, other users and signals, as a user meets it. */
@Timeout(300)
final class ServersAndLimitsIT {
  private static Jbuild jbuild;

  @BeforeAll
  static void makeStore() throws Exception {
    jbuild = new Jbuild();
  }

  @AfterAll
  static void removeStore() throws Exception {
    if (jbuild != null) {
      jbuild.remove();
    }
  }

  private static void refused(Jbuild.Result result, int exit, String... words) throws Exception {
    assertEquals(exit, result.exit(), result.err());
    assertEquals(1, Jbuild.errors(result.err()).size(), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
    for (String word : words) {
      assertTrue(result.err().contains(word), () -> "no `" + word + "` in:\n" + result.err());
    }
    jbuild.assertNothingHalfWritten();
  }

  private static void registryThatAnswers(int status, String type, String body, String... words)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
          }
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      String name = "127.0.0.1:" + server.getAddress().getPort() + "/app:1";
      var before = jbuild.names();
      Path context = jbuild.context("FROM " + name + "\n");
      Jbuild.Result result = jbuild.run(context, "-t", "never:1", ".");
      refused(result, 1, words);
      assertTrue(result.err().startsWith("Dockerfile:1:6: error: "), result.err());
      assertEquals(before, jbuild.names());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRegistryThatWantsALoginIsNamedWithWhatToDo() throws Exception {
    registryThatAnswers(401, "application/json", "{}", "127.0.0.1", "config.json");
  }

  @Test
  void anImageThatTheRegistryLacksIsNamed() throws Exception {
    registryThatAnswers(404, "application/json", "{}", "/app:1");
  }

  @Test
  void aRegistryThatFailsIsNamedWithItsStatus() throws Exception {
    registryThatAnswers(500, "text/plain", "oh", "500");
  }

  @Test
  void aWebPageInPlaceOfAManifestIsToldAsSuch() throws Exception {
    registryThatAnswers(200, "text/html", "<!DOCTYPE html><html></html>", "HTML");
  }

  @Test
  void aManifestThatIsNoneIsToldAsSuch() throws Exception {
    registryThatAnswers(
        200, "application/vnd.oci.image.manifest.v1+json", "{\"schemaVersion\": 2}", "manifest");
  }

  @Test
  void aFullDiskEndsTheBuildWithoutAnImage() throws Exception {
    if (!Jbuild.isRoot()) {
      Jbuild.skip("mounting a small disk needs root");
    }
    Path disk = Files.createDirectory(jbuild.folder.resolve("disk"));
    assertEquals(
        0,
        jbuild
            .program(
                jbuild.folder,
                List.of("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()))
            .exit());
    try {
      Path context = jbuild.context("FROM scratch\nCOPY big /big\n");
      Files.write(context.resolve("big"), new byte[16 << 20]);
      Jbuild.Result result =
          jbuild.run(context, "--root", disk.resolve("store").toString(), "-t", "never:1", ".");
      refused(result, 3, "space");
      assertFalse(Files.readString(disk.resolve("store/images/index.json")).contains("never"));
    } finally {
      jbuild.program(jbuild.folder, List.of("umount", "-l", disk.toString()));
    }
  }

  @Test
  void aFileThatTheCallerMayNotReadByItsModeIsRefused() throws Exception {
    if (!Jbuild.isRoot()) {
      Jbuild.skip("running as another user needs root");
    }
    Path context = jbuild.context("FROM scratch\nCOPY secret /secret\n");
    Path secret = Files.writeString(context.resolve("secret"), "s");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    Path installed = jbuild.folder.resolve("installed");
    Path dist = Path.of(System.getProperty("jbuild.root"), "builder-cli/target/dist");
    jbuild.program(jbuild.folder, List.of("cp", "-a", dist.toString(), installed.toString()));
    Path store = Files.createDirectory(jbuild.folder.resolve("nobody"));
    for (Path owned : List.of(store, context, secret)) {
      jbuild.program(jbuild.folder, List.of("chown", "nobody", owned.toString()));
    }
    var result =
        jbuild.program(
            context,
            List.of(
                "runuser",
                "-u",
                "nobody",
                "--",
                "env",
                "HOME=" + store,
                "XDG_DATA_HOME=" + store,
                installed.resolve("bin/jbuild").toString(),
                "-t",
                "never:1",
                "."));
    refused(result, 1, "secret", "Dockerfile:2:6");
  }

  @Test
  void anInterruptEndsTheCommandAndLeavesTheStoreGood() throws Exception {
    String marker = "31.4159" + ProcessHandle.current().pid();
    Path context = jbuild.context("FROM base\nRUN echo started; sleep " + marker + "\n");
    // What runs in the background of a script is started with this signal ignored.
    List<String> heeding = List.of("env", "--default-signal=INT");
    List<String> build = List.of(Jbuild.launcher().toString(), "-t", "never:1", ".");
    Process process =
        jbuild
            .start(context, Stream.concat(heeding.stream(), build.stream()).toList())
            .redirectErrorStream(true)
            .start();
    try (var lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.endsWith("started")) {
        line = lines.readLine();
      }
      assertTrue(line != null, "the command never started");
      assertTrue(isRunning(marker));
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }
    assertEquals(130, process.exitValue());
    assertFalse(isRunning(marker));
    assertFalse(jbuild.names().orElse("").contains("never"));
    jbuild.assertNothingHalfWritten();
    assertEquals(0, jbuild.run(context, "-t", "after:1", "-f", again(context), ".").exit());
  }

  private static String again(Path context) throws Exception {
    return Files.writeString(context.resolve("again"), "FROM base\nRUN true\n").toString();
  }

  private static boolean isRunning(String marker) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").endsWith(" " + marker));
  }
}
