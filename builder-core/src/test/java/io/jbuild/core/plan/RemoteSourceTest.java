package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class RemoteSourceTest {
  @Test
  void pathsAreNeitherUrlsNorGitAddresses() {
    for (String path : new String[] {"a", "./.git", "dir/x.git", "a@b", "a:b", "/x@y:z", "*"}) {
      assertFalse(RemoteSource.isGit(path) || RemoteSource.isUrl(path), path);
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
      assertEquals(git, RemoteSource.isGit(test.get("ref").asText()), test.get("ref").asText());
      seen++;
    }
    assertTrue(seen > 0);
  }
}
