package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistriesFileTest {
  @TempDir private Path folder;

  @Test
  void settingsAreReadWithPathsRelativeToTheFile() throws Exception {
    Path file =
        write(
            """
            {"registries": {
              "https://index.docker.io/v1/": {"mirrors": ["https://mirror.lan:5000/", "cache/hub"]},
              "lan:5000": {"insecure": true},
              "corp.example": {"ca": "ca.pem", "cert": "/me.pem", "key": "me.key"}}}
            """);
    Map<String, HostSettings> hosts = RegistriesFile.read(file);
    assertEquals(List.of("mirror.lan:5000", "cache/hub"), hosts.get("docker.io").mirrors());
    assertTrue(hosts.get("lan:5000").insecure());
    HostSettings corp = hosts.get("corp.example");
    assertEquals(Optional.of(folder.toAbsolutePath().resolve("ca.pem")), corp.authority());
    assertEquals(Optional.of(Path.of("/me.pem")), corp.certificate());
    assertEquals(Map.of(), RegistriesFile.read(folder.resolve("none.json")));
  }

  @Test
  void whatIsNotKnownIsNamed() throws Exception {
    refused("{\"mirrors\": []}", "`mirrors` is not known; allowed: `registries`");
    refused(
        "{\"registries\": {\"a\": {\"mirror\": []}}}",
        "`registries.a.mirror` is not known; allowed: `ca`, `cert`, `insecure`, `key`, `mirrors`");
    refused("{\"registries\": {\"a\": {\"insecure\": \"yes\"}}}", "must be true or false");
    refused("{\"registries\": {\"a\": {\"cert\": \"x\"}}}", "has a `cert` without a `key`");
    refused("nonsense", "is not JSON");
  }

  private void refused(String text, String why) throws Exception {
    Path file = write(text);
    var e = assertThrows(RegistryException.class, () -> RegistriesFile.read(file));
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertEquals(RegistryException.Kind.CONFIGURATION, e.kind());
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("registries.json"), text);
  }
}
