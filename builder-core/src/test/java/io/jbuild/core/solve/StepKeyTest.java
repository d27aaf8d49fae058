package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StepKeyTest {
  private static StepKey key(List<String> environment, List<String> proxies, String base) {
    var step =
        new Step.RunCommand(
            new Step.Scratch(),
            Platform.parse("linux/amd64"),
            List.of("/bin/sh", "-c", "make"),
            environment,
            proxies,
            "",
            "/",
            new Step.Confinement("default", false, "host", List.of()),
            List.of(),
            Optional.empty());
    return StepKey.of(step, new TreeMap<>(Map.of("base", base)));
  }

  @Test
  void theOrderOfVariablesCounts() {
    assertNotEquals(
        key(List.of("A=1", "B=2"), List.of(), "x").digest(),
        key(List.of("B=2", "A=1"), List.of(), "x").digest());
  }

  @Test
  void proxiesThatNoArgDeclaresDoNotCount() {
    assertEquals(
        key(List.of(), List.of("HTTP_PROXY=http://a"), "x").digest(),
        key(List.of(), List.of("HTTP_PROXY=http://b"), "x").digest());
  }

  @Test
  void theDefinitionLeavesInputsOut() {
    StepKey one = key(List.of("A=1"), List.of(), "x");
    StepKey other = key(List.of("A=1"), List.of(), "y");
    assertEquals(one.definition(), other.definition());
    assertNotEquals(one.digest(), other.digest());
  }

  @Test
  void theBorderBetweenTwoValuesCounts() {
    assertNotEquals(
        key(List.of("A=1B", "=2"), List.of(), "x").digest(),
        key(List.of("A=1", "B=2"), List.of(), "x").digest());
  }
}
