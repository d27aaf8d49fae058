package io.jbuild.cli;

import io.jbuild.cli.check.CheckReport;
import io.jbuild.cli.check.ReportFormat;
import io.jbuild.cli.check.ReportFormats;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import io.jbuild.grammar.lint.CheckSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

/** {@code jbuild check}: every rule, without a build. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Checks Dockerfiles. Exits with 0 if there is nothing to say, with 1 if there is, with 2"
            + " if the command line or the configuration is wrong.")
final class CheckCommand implements Callable<Integer> {
  /** Patterns that leave out all that lies in the root of the context. */
  private static final Set<String> EVERYTHING = Set.of("*", "**", "**/*", "/*", "/**");

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

  @Option(
      names = "--rules",
      split = ",",
      paramLabel = "SET",
      description = "Of buildkit, hadolint, shellcheck and jbuild, those to run (default: all).")
  List<String> rules = new ArrayList<>();

  @Option(
      names = "--ignore",
      split = ",",
      paramLabel = "RULE",
      description = "A rule not to hear of, by code or name; may stand several times.")
  List<String> ignored = new ArrayList<>();

  @Option(
      names = {"--failure-threshold", "-t"},
      paramLabel = "SEVERITY",
      description =
          "Exit with 1 only for findings of error, warning, info or style and above, or for none"
              + " (default: style).")
  String threshold = "style";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text, json, sarif, github, checkstyle, gitlab-codeclimate or junit (default: text).")
  String format = "text";

  @Option(names = "--no-color", description = "No colour, even on a terminal.")
  boolean noColour;

  @Override
  public Integer call() throws Exception {
    ReportFormat writer = writer();
    Optional<Severity> failing = RuleOptions.threshold(threshold);
    RuleSettings settings =
        RuleSettings.DEFAULTS
            .withSets(RuleOptions.sets(rules))
            .withIgnored(RuleOptions.ignored(ignored));
    List<String> named = files.isEmpty() ? List.of("Dockerfile") : files;
    List<Finding> found = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String file : named) {
      Source source = DockerfileInput.read(file);
      names.add(source.name());
      found.addAll(FileChecks.run(DockerfileParser.parse(source), settings.withBuild(build(file))));
    }
    OutputStream out = new BufferedOutputStream(System.out);
    writer.write(new CheckReport(names, found), out);
    out.flush();
    return found.stream().anyMatch(f -> fails(f, failing)) ? Failures.BUILD_FAILED : 0;
  }

  private static boolean fails(Finding finding, Optional<Severity> failing) {
    return failing.isPresent() && finding.diagnostic().severity().compareTo(failing.get()) <= 0;
  }

  private ReportFormat writer() {
    String forbidden = System.getenv("NO_COLOR");
    boolean colour =
        !noColour
            && (forbidden == null || forbidden.isEmpty())
            && Caller.standardOutputIsTerminal();
    return ReportFormats.named(format, colour, Version.number())
        .orElseThrow(() -> RuleOptions.unknown("--format", "format", format, ReportFormats.NAMES));
  }

  private CheckSettings build(String file) throws IOException {
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
