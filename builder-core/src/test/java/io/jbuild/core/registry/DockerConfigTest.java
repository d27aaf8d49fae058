package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerConfigTest {
  private static final ProcessRunner NOTHING_RUNS =
      (command, input) -> {
        throw new IOException("no such program");
      };

  @TempDir private Path folder;

  @Test
  void authsAreFoundUnderTheirHistoricalKeys() throws Exception {
    write(
        """
        {"auths":{"https://index.docker.io/v1/":{"auth":"bWU6czNjcmV0Og=="},
         "http://127.0.0.1:5000":{"username":"you","password":"pw"},
         "ghcr.io":{"identitytoken":"idt"}, "quay.io":{}}}
        """);
    assertEquals(Optional.of(new Credentials.Password("me", "s3cret:")), find("docker.io"));
    assertEquals(Optional.of(new Credentials.Password("you", "pw")), find("127.0.0.1:5000"));
    assertEquals(Optional.of(new Credentials.RefreshToken("idt")), find("ghcr.io"));
    assertEquals(Optional.empty(), find("quay.io"));
    assertEquals(Optional.empty(), find("example.org"));
  }

  @Test
  void noFileMeansAnonymous() throws Exception {
    assertEquals(Optional.empty(), find("docker.io"));
  }

  @Test
  void helperOfARegistryComesBeforeTheStore() throws Exception {
    write("{\"credsStore\":\"desktop\",\"credHelpers\":{\"ghcr.io\":\"mine\"}}");
    ProcessRunner runner =
        (command, input) -> {
          boolean mine = command.equals(List.of("docker-credential-mine", "get"));
          assertTrue(mine || command.equals(List.of("docker-credential-desktop", "get")));
          assertEquals(
              mine ? "ghcr.io\n" : "https://index.docker.io/v1/\n",
              new String(input, StandardCharsets.UTF_8));
          return mine
              ? result(0, "{\"Username\":\"u\",\"Secret\":\"p\"}")
              : result(1, "credentials not found in native keychain");
        };
    assertEquals(
        Optional.of(new Credentials.Password("u", "p")),
        DockerConfig.in(folder, runner).find("ghcr.io"));
    assertEquals(Optional.empty(), DockerConfig.in(folder, runner).find("docker.io"));
  }

  @Test
  void helperThatCannotRunIsNamed() throws Exception {
    write("{\"credsStore\":\"desktop\"}");
    var e = assertThrows(RegistryException.class, () -> find("docker.io"));
    assertEquals(RegistryException.Kind.CREDENTIALS, e.kind());
    assertTrue(e.getMessage().contains("`docker-credential-desktop`"), e.getMessage());
  }

  @Test
  void brokenFilesAreRefusedWithoutShowingSecrets() throws Exception {
    for (String auth : List.of("s3cret", "czNjcmV0", "***")) {
      write("{\"auths\":{\"ghcr.io\":{\"auth\":\"" + auth + "\"}}}");
      var e = assertThrows(RegistryException.class, () -> find("ghcr.io"));
      assertFalse((e.getMessage() + e.hint()).contains(auth), e.getMessage());
    }
    write("{\"auths\":");
    assertEquals(
        RegistryException.Kind.CREDENTIALS,
        assertThrows(RegistryException.class, () -> find("ghcr.io")).kind());
  }

  @Test
  void challengesAreReadWhateverTheirForm() {
    assertEquals(
        List.of(
            new Challenge("bearer", Map.of("realm", "https://a/b?c=d", "scope", "x,y \"z")),
            new Challenge("basic", Map.of("realm", "q"))),
        Challenge.parse("Bearer Realm = \"https://a/b?c=d\",scope=\"x,y \\\"z\", Basic realm=q"));
    assertEquals(List.of(new Challenge("negotiate", Map.of())), Challenge.parse(" , Negotiate"));
    assertEquals(List.of(), Challenge.parse(""));
    var random = new java.util.Random(7);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append("Bx= ,\"\\\t".charAt(random.nextInt(8)));
      }
      Challenge.parse(text.toString());
    }
  }

  private Optional<Credentials> find(String registry) throws Exception {
    return DockerConfig.in(folder, NOTHING_RUNS).find(registry);
  }

  private void write(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
  }

  private static ProcessRunner.Result result(int status, String output) {
    return new ProcessRunner.Result(status, output.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }
}
