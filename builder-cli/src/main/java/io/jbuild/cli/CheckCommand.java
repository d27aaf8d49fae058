package io.jbuild.cli;

import io.jbuild.cli.check.CheckReport;
import io.jbuild.cli.check.CheckRun;
import io.jbuild.cli.check.ContextRules;
import io.jbuild.cli.check.FixedFile;
import io.jbuild.cli.check.HadolintConfig;
import io.jbuild.cli.check.ReportFormat;
import io.jbuild.cli.check.ReportFormats;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SourceBytes;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import io.jbuild.grammar.check.SafeFixes;
import io.jbuild.grammar.lint.CheckSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
      names = "--root",
      paramLabel = "DIR",
      description = "A store whose images tell what base images set (default: none is asked).")
  Path root;

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
  String threshold;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text, json, sarif, github, checkstyle, gitlab-codeclimate or junit (default: text).")
  String format;

  @Option(names = "--no-color", description = "No colour, even on a terminal.")
  boolean noColour;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A configuration of hadolint, YAML or JSON (default: .hadolint.yaml or .yml here, then"
              + " where hadolint looks).")
  Path config;

  @Option(names = "--fix", description = "Mend in the files what can be mended safely.")
  boolean fix;

  @Option(
      names = "--diff",
      description = "Print what --fix would change, and change nothing; 1 if there is something.")
  boolean diff;

  @Override
  public Integer call() throws Exception {
    HadolintConfig configured = RuleConfiguration.load(Optional.ofNullable(config));
    ReportFormat writer = writer(configured);
    Optional<Severity> failing = RuleOptions.threshold(threshold(configured));
    RuleSettings settings = settings(configured);
    List<CheckRun.Input> inputs = new ArrayList<>();
    boolean differs = false;
    for (String file : files.isEmpty() ? List.of("Dockerfile") : files) {
      Source source = DockerfileInput.read(file);
      RuleSettings here = known(file, settings);
      if (fix || diff) {
        Source fixed = SafeFixes.applied(source, s -> check(s, here));
        differs |= !fixed.equals(source);
        source = fixed(file, source, fixed);
      }
      inputs.add(new CheckRun.Input(source, here));
    }
    if (diff) {
      return differs ? Failures.BUILD_FAILED : 0;
    }
    CheckRun run = CheckRun.of(inputs, RuleOptions.shellCheck(settings.sets(), !rules.isEmpty()));
    run.notes().forEach(note -> System.err.println("jbuild: note: " + note));
    List<String> names = inputs.stream().map(input -> input.source().name()).toList();
    OutputStream out = new BufferedOutputStream(System.out);
    writer.write(new CheckReport(names, run.findings()), out);
    out.flush();
    return run.findings().stream().anyMatch(f -> fails(f, failing)) ? Failures.BUILD_FAILED : 0;
  }

  private static List<Finding> check(Source source, RuleSettings settings) {
    return FileChecks.run(DockerfileParser.parse(source), settings);
  }

  /** The source that is checked after this. */
  private Source fixed(String file, Source before, Source after) throws IOException {
    if (diff) {
      System.out.writeBytes(SourceBytes.encode(FixedFile.diff(before, after)));
      return before;
    }
    if (file.equals("-")) {
      throw new UsageException(
          "`--fix` cannot change standard input", "name a file, or use `--diff`");
    }
    if (!after.equals(before)) {
      FixedFile.write(Path.of(file), after.text());
    }
    return after;
  }

  private static boolean fails(Finding finding, Optional<Severity> failing) {
    return failing.isPresent() && finding.diagnostic().severity().compareTo(failing.get()) <= 0;
  }

  private String threshold(HadolintConfig configured) {
    if (threshold != null) {
      return threshold;
    }
    if (configured.noFail()) {
      return "none";
    }
    return configured.failureThreshold().map(t -> t.equals("ignore") ? "style" : t).orElse("style");
  }

  private RuleSettings settings(HadolintConfig configured) {
    Set<String> silent = new HashSet<>(configured.rules().ignored());
    silent.addAll(RuleOptions.ignored(ignored));
    return RuleSettings.DEFAULTS
        .withSets(RuleOptions.sets(rules))
        .withConfiguration(configured.rules().withIgnored(silent));
  }

  private ReportFormat writer(HadolintConfig configured) {
    boolean colour = !noColour && !configured.noColour() && Colour.allowed();
    String name = format != null ? format : configured.format().orElse("text");
    return ReportFormats.named(name, colour, Version.number())
        .orElseThrow(() -> RuleOptions.unknown("--format", "format", name, ReportFormats.NAMES));
  }

  private RuleSettings known(String file, RuleSettings settings) throws IOException {
    Platform wanted = Platforms.one(platform);
    var build =
        new CheckSettings(
            Optional.ofNullable(target),
            BuildOptions.buildArgs(buildArgs),
            Platform.host().toString(),
            wanted.toString(),
            root == null
                ? CheckSettings.DEFAULTS.baseImages()
                : new KnownImages(Map.of(), root)::find,
            Optional.empty());
    Optional<Path> dockerfile = file.equals("-") ? Optional.empty() : Optional.of(Path.of(file));
    return ContextRules.load(dockerfile, Optional.ofNullable(context))
        .into(settings.withBuild(build));
  }
}
