package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialKeepingTest {
  private static final Credentials ME = new Credentials.Password("me", "s3cret");

  @TempDir private Path folder;

  /** A helper program that keeps what it is given, by server. */
  private final Map<String, String> kept = new HashMap<>();

  private final List<String> runs = new ArrayList<>();

  @Test
  void withoutHelperTheyStandInAFileForTheUserAlone() throws Exception {
    DockerConfig config = config();
    assertEquals(Optional.empty(), config.store("lan:5000", ME));
    assertEquals(Optional.of(ME), config.find("lan:5000"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config.file())));
    assertEquals(
        "{\n\t\"auths\": {\n\t\t\"lan:5000\": {\n\t\t\t\"auth\": \"bWU6czNjcmV0\"\n\t\t}\n\t}\n}\n",
        Files.readString(config.file()));
    assertTrue(config.erase("lan:5000"));
    assertEquals(Optional.empty(), config.find("lan:5000"));
    assertFalse(config.erase("lan:5000"));
  }

  @Test
  void allElseInTheFileStaysAsItIs() throws Exception {
    write(
        """
        {"HttpHeaders": {"X": "y"}, "auths": {"https://lan:5000/v2/": {"auth": "b2xkOm9sZA=="},
         "quay.io": {"auth": "YTpi", "email": "e"}}, "detachKeys": 1.50, "aliases": [1, null]}
        """);
    DockerConfig config = config();
    config.store("lan:5000", new Credentials.RefreshToken("idt"));
    assertEquals(Optional.of(new Credentials.RefreshToken("idt")), config.find("lan:5000"));
    assertEquals(Optional.of(new Credentials.Password("a", "b")), config.find("quay.io"));
    String text = Files.readString(config.file());
    for (String part : List.of("\"X\": \"y\"", "\"email\": \"e\"", "\"detachKeys\": 1.5", "null")) {
      assertTrue(text.contains(part), text);
    }
    assertFalse(text.contains("b2xk") || text.contains("/v2/"), text);
  }

  @Test
  void helperGetsThemWhereOneIsSet() throws Exception {
    write("{\"credsStore\":\"vault\",\"credHelpers\":{\"lan:5000\":\"other\"}}");
    DockerConfig config = config();
    assertEquals(Optional.of("docker-credential-vault"), config.store("docker.io", ME));
    assertEquals(Optional.of("docker-credential-other"), config.store("lan:5000", ME));
    assertEquals(List.of("docker-credential-vault store", "docker-credential-other store"), runs);
    assertEquals(
        "{\"ServerURL\":\"https://index.docker.io/v1/\",\"Username\":\"me\",\"Secret\":\"s3cret\"}",
        kept.get("https://index.docker.io/v1/"));
    assertEquals(Optional.of(ME), config.find("docker.io"));
    assertFalse(Files.readString(config.file()).contains("bWU6"));
    assertTrue(config.erase("docker.io"));
    assertEquals(Optional.empty(), config.find("docker.io"));
  }

  @Test
  void refreshTokenIsGivenToAHelperUnderItsName() throws Exception {
    write("{\"credsStore\":\"vault\"}");
    config().store("lan:5000", new Credentials.RefreshToken("idt"));
    assertTrue(
        kept.get("lan:5000").contains("\"Username\":\"<token>\"")
            || kept.get("lan:5000").contains("\"Username\":\"\\u003ctoken\\u003e\""),
        kept::toString);
    assertEquals(Optional.of(new Credentials.RefreshToken("idt")), config().find("lan:5000"));
  }

  @Test
  void linkStaysALink() throws Exception {
    Path real = Files.createDirectory(folder.resolve("dotfiles")).resolve("config.json");
    Files.writeString(real, "{}");
    Files.createSymbolicLink(folder.resolve("config.json"), real);
    config().store("lan:5000", ME);
    assertTrue(Files.isSymbolicLink(folder.resolve("config.json")));
    assertTrue(Files.readString(real).contains("lan:5000"));
  }

  @Test
  void brokenFileIsNotWrittenOver() throws Exception {
    write("{\"auths\": ");
    var e = assertThrows(RegistryException.class, () -> config().store("lan:5000", ME));
    assertTrue(e.getMessage().contains("is not JSON"), e.getMessage());
    assertEquals("{\"auths\": ", Files.readString(folder.resolve("config.json")));
  }

  private DockerConfig config() {
    return DockerConfig.in(folder, this::helper);
  }

  private ProcessRunner.Result helper(List<String> command, byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.UTF_8);
    byte[] none = new byte[0];
    switch (command.get(1)) {
      case "store" -> {
        runs.add(String.join(" ", command));
        kept.put(text.replaceAll(".*\"ServerURL\":\"([^\"]*)\".*", "$1"), text);
        return new ProcessRunner.Result(0, none, none);
      }
      case "get" -> {
        String found = kept.get(text.strip());
        return found == null
            ? new ProcessRunner.Result(
                1,
                "credentials not found in native keychain".getBytes(StandardCharsets.UTF_8),
                none)
            : new ProcessRunner.Result(0, found.getBytes(StandardCharsets.UTF_8), none);
      }
      case "erase" -> {
        kept.remove(text.strip());
        return new ProcessRunner.Result(0, none, none);
      }
      default -> throw new IOException(command.toString());
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("config.json"), text);
  }
}
