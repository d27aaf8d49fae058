package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class RemoteSourceTest {
  @Test
  void pathsAreNeitherUrlsNorGitAddresses() {
    for (String path : new String[] {"a", "./.git", "dir/x.git", "a@b", "a:b", "/x@y:z", "*"}) {
      assertEquals(Optional.empty(), RemoteSource.of(path), path);
    }
  }

  @Test
  void gitAddressesAgreeWithBuildKit() throws IOException {
    Path file = Path.of(System.getProperty("jbuild.corpus", "")).resolve("parser/git-refs.jsonl");
    if (!Files.exists(file)) {
      System.out.println("skipped: no " + file);
      Assumptions.abort("no corpus");
    }
    int seen = 0;
    for (String line : Files.readAllLines(file)) {
      JsonNode test = new ObjectMapper().readTree(line);
      boolean git =
          test.path("error").asBoolean()
              || test.get("expected").isObject()
                  && !test.get("expected").path("indistinguishable_from_local").asBoolean();
      String text = test.get("ref").asText();
      try {
        boolean found =
            RemoteSource.of(text).filter(RemoteSource.Git.class::isInstance).isPresent();
        assertEquals(git, found, text);
      } catch (IllegalArgumentException e) {
        assertTrue(test.path("error").asBoolean(), text);
      }
      seen++;
    }
    assertTrue(seen > 0);
  }
}
