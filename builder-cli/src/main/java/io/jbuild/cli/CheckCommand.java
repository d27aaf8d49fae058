package io.jbuild.cli;

import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild check}: BuildKit's build checks without a build. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Checks Dockerfiles as BuildKit does. Exits with 0 if there is nothing to say, with 1 if"
            + " there is.")
final class CheckCommand implements Callable<Integer> {
  /** Patterns that leave out all that lies in the root of the context. */
  private static final Set<String> EVERYTHING = Set.of("*", "**", "**/*", "/*", "/**");

  /** How findings are written. */
  enum Format {
    TEXT,
    JSON
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "The Dockerfiles, - for standard input (default: Dockerfile).")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "STAGE",
      description = "Look only at the stages that this one needs (default: all).")
  String target;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG; without =VALUE the environment's.")
  List<String> buildArgs = new ArrayList<>();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "What the image runs on (default: this machine's).")
  String platform;

  @Option(
      names = "--context",
      paramLabel = "DIR",
      description = "The build context, whose .dockerignore counts (default: the file's folder).")
  Path context;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
  Format format = Format.TEXT;

  @Override
  public Integer call() throws Exception {
    List<Diagnostic> found = new ArrayList<>();
    for (String file : files.isEmpty() ? List.of("Dockerfile") : files) {
      Source source = DockerfileInput.read(file);
      found.addAll(Checks.run(DockerfileParser.parse(source), settings(file)));
    }
    switch (format) {
      case JSON -> FindingsJson.write(found, System.out);
      case TEXT -> {
        var text = new StringBuilder();
        found.forEach(d -> text.append(d.render()));
        System.out.print(text);
      }
    }
    return found.isEmpty() ? 0 : Failures.BUILD_FAILED;
  }

  private CheckSettings settings(String file) throws IOException {
    Platform wanted = BuildOptions.platform(platform);
    return new CheckSettings(
        Optional.ofNullable(target),
        BuildOptions.buildArgs(buildArgs),
        Platform.host().toString(),
        wanted.toString(),
        CheckSettings.DEFAULTS.baseImages(),
        ignored(file));
  }

  /** Whether the context leaves a path out; not asked where rules take paths back in. */
  private Optional<Predicate<String>> ignored(String file) throws IOException {
    boolean stdin = file.equals("-");
    if (stdin && context == null) {
      return Optional.empty();
    }
    Path dockerfile = Path.of(file).toAbsolutePath();
    Path folder = context != null ? context : dockerfile.getParent();
    IgnoreRules rules =
        IgnoreRules.load(folder, stdin ? Optional.empty() : Optional.of(dockerfile));
    if (rules.rules().isEmpty() || rules.hasExceptions()) {
      return Optional.empty();
    }
    boolean everything = rules.rules().stream().anyMatch(r -> EVERYTHING.contains(r.text()));
    return Optional.of(path -> path.equals(".") ? everything : rules.excludes(path));
  }
}
