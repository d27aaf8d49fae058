package io.jbuild.cli.everyday;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Dockerfiles of beginners' courses build and run for every kind of user, and where owners are
 * kept, the image is buildah's file by file.
 */
class EverydayIT {
  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "shell-script, ROOT",
    "shell-script, SUBUID",
    "shell-script, SINGLE",
    "apt-install, ROOT",
    "apt-install, SUBUID",
    "apt-install, SINGLE",
    "jre-app, ROOT",
    "jre-app, SUBUID",
    "jre-app, SINGLE",
    "node-app, ROOT",
    "node-app, SUBUID",
    "node-app, SINGLE",
    "java-two-stage, ROOT",
    "java-two-stage, SUBUID",
    "java-two-stage, SINGLE"
  })
  void buildsRunsAndEqualsBuildah(String name, Mode mode) throws IOException {
    BuildCase built = BuildCase.of(name);
    Installation user = Installation.shared(mode);

    built.buildAndRun(user);

    if (mode != Mode.SINGLE) {
      built.compareWithBuildah(user);
    }
  }
}
