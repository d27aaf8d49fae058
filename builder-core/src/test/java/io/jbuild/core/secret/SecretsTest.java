package io.jbuild.core.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("token", "value-of-the-token");

  private static SecretSource source(String option) {
    return Secrets.parse(List.of(option), ENVIRONMENT).sources().values().iterator().next();
  }

  @Test
  void theSourceIsAFileOrAVariable() {
    assertEquals(new SecretSource.OfFile(Path.of("f")), source("id=a,src=f"));
    assertEquals(new SecretSource.OfFile(Path.of("f")), source("type=file,id=a,source=f"));
    assertEquals(new SecretSource.OfVariable("V"), source("id=a,env=V"));
    assertEquals(new SecretSource.OfVariable("V"), source("id=a,type=env,src=V"));
    assertEquals(new SecretSource.OfFile(Path.of("a,b")), source("ID=a,\"src=a,b\""));
  }

  @Test
  void anIdAloneIsAVariableIfThereIsOneAndElseAFile() {
    assertEquals(new SecretSource.OfVariable("token"), source("id=token"));
    assertEquals(new SecretSource.OfFile(Path.of("other")), source("id=other"));
    assertEquals(new SecretSource.OfFile(Path.of("token")), source("id=token,type=file"));
  }

  @Test
  void whatIsWrongIsNamed() {
    Map.of(
            "src=x", "`id` is missing",
            "id=a,sorce=x", "`sorce` is no key",
            "id=a,type=vault", "`type` is `file` or `env`, not `vault`",
            "id", "`id` is not `key=value`",
            "id=a,src=x,env=Y", "`src` and `env` cannot both")
        .forEach(
            (option, message) -> {
              var e = assertThrows(IllegalArgumentException.class, () -> source(option));
              assertTrue(e.getMessage().contains(message), e.getMessage());
            });
  }

  @Test
  void valuesAreReadWhenTheyAreAskedForAndShownNowhere(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("s"), "hush");
    Secrets secrets = Secrets.parse(List.of("id=a,src=" + file), ENVIRONMENT);
    assertArrayEquals("hush".getBytes(), secrets.read("a").orElseThrow());
    assertEquals(Optional.empty(), secrets.read("b"));
    Files.writeString(file, "other");
    assertArrayEquals("other".getBytes(), secrets.read("a").orElseThrow());
    assertFalse(secrets.toString().contains("other"));
  }

  @Test
  void aFileThatIsMissingOrTooLongIsNamed(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing");
    Secrets none = Secrets.parse(List.of("id=a,src=" + missing), ENVIRONMENT);
    assertTrue(
        assertThrows(SecretException.class, () -> none.read("a"))
            .getMessage()
            .contains("`" + missing + "`"));
    Path large = Files.write(folder.resolve("large"), new byte[500 * 1024 + 1]);
    Secrets longer = Secrets.parse(List.of("id=a,src=" + large), ENVIRONMENT);
    assertTrue(
        assertThrows(SecretException.class, () -> longer.read("a"))
            .getMessage()
            .contains("500 KiB"));
  }
}
