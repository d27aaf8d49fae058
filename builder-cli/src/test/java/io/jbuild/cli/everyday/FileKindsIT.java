package io.jbuild.cli.everyday;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of file that a RUN leaves, and what setuid programs do, is as in buildah's image. */
class FileKindsIT {
  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({"file-kinds, ROOT", "file-kinds, SUBUID", "setuid-user, ROOT", "setuid-user, SUBUID"})
  void equalsBuildah(String name, Mode mode) throws IOException {
    BuildCase built = BuildCase.of(name);
    Installation user = Installation.shared(mode);

    built.buildAndRun(user);

    built.compareWithBuildah(user);
  }
}
