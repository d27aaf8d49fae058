package io.jbuild.cli;

import io.jbuild.cli.check.HadolintConfig;
import io.jbuild.cli.check.HadolintConfigFile;
import io.jbuild.cli.check.HadolintConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The configuration of hadolint that holds for a run. */
final class RuleConfiguration {
  private RuleConfiguration() {}

  /**
   * Reads the file that is given, or else the one that hadolint would find; what is to be said of
   * it goes to standard error.
   *
   * @throws UsageException when it cannot be used
   */
  static HadolintConfig load(Optional<Path> given) throws IOException {
    Optional<Path> file = given;
    if (file.isEmpty()) {
      file = HadolintConfigFile.find(Path.of(""), Caller.fromEnvironment().home(), System.getenv());
    }
    if (file.isEmpty()) {
      return HadolintConfig.NONE;
    }
    HadolintConfigReader.Read read =
        HadolintConfigReader.read(DockerfileInput.read(file.get().toString()));
    read.problems().forEach(problem -> System.err.print(problem.render()));
    if (read.isBad()) {
      throw new UsageException(
          "the configuration `" + file.get() + "` cannot be used", "see above");
    }
    return read.config();
  }
}
