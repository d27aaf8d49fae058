package io.jbuild.core.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdleBuildArgsTest {
  @Test
  void buildArgsWithoutEffectAreNamed() {
    for (String name : List.of("BUILDKIT_BUILD_NAME", "BUILDKIT_SYNTAX")) {
      List<String> warnings = IdleBuildArgs.warnings(Map.of(name, "1", "OTHER", "1"));

      assertEquals(1, warnings.size());
      assertEquals("`--build-arg " + name + "` has no effect", warnings.getFirst().split(":")[0]);
    }
  }

  @Test
  void whatIsSwitchedOffIsNoneOfThem() {
    assertEquals(List.of(), IdleBuildArgs.warnings(Map.of("BUILDKIT_BUILD_NAME", "0")));
  }
}
