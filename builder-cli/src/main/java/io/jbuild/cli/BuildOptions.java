package io.jbuild.cli;

import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.build.Reuse;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.NamedContext;
import io.jbuild.grammar.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code build} and {@code plan} are told about the build, word for word. */
final class BuildOptions {
  private static final List<String> ARCHITECTURES =
      List.of(
          "386",
          "amd64",
          "arm",
          "arm64",
          "loong64",
          "mips",
          "mips64",
          "mips64le",
          "mipsle",
          "ppc64",
          "ppc64le",
          "riscv64",
          "s390x",
          "wasm");

  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONTEXT",
      description = "The folder whose files COPY and ADD may use (default: .).")
  String context = ".";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile (default: CONTEXT/Dockerfile).")
  Path file;

  @Option(names = "--target", paramLabel = "STAGE", description = "Build this stage, not the last.")
  String target;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG; without =VALUE the environment's.")
  List<String> buildArgs = new ArrayList<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of the image.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "What the image runs on (default: this machine's).")
  String platform;

  @Option(
      names = "--build-context",
      paramLabel = "NAME=VALUE",
      description =
          "A named context: a folder, or an image as oci-layout://DIR[@DIGEST] or"
              + " docker-image://NAME.")
  List<String> buildContexts = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "MODE",
      description = "Network of RUN: default (the host's), none or host.")
  String network = "default";

  @Mixin RunOptions run = new RunOptions();

  @Option(
      names = "--pull",
      description = "Ask the registry for base images even when the store has them.")
  boolean pull;

  /** Build args in order; a name without value is taken from the environment, or left out. */
  static Map<String, String> buildArgs(List<String> texts) {
    Map<String, String> args = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals == 0 || text.isEmpty()) {
        throw new UsageException("`--build-arg " + text + "` has no name", "write NAME=VALUE");
      }
      if (equals > 0) {
        args.put(text.substring(0, equals), text.substring(equals + 1));
      } else if (System.getenv(text) != null) {
        args.put(text, System.getenv(text));
      }
    }
    return args;
  }

  /** The request that the words amount to, checked as far as that needs no files. */
  BuildRequest request(List<ImageName> tags, List<OutputSpec> outputs, Reuse reuse) {
    if (!List.of("default", "none", "host").contains(network)) {
      throw new UsageException(
          "`--network " + network + "` is not supported", "allowed: `default`, `none`, `host`");
    }
    Map<String, NamedContext> contexts = new LinkedHashMap<>();
    pairs("--build-context", buildContexts, false)
        .forEach((name, value) -> contexts.put(name, namedContext(name, value)));
    Map<String, String> args = buildArgs(buildArgs);
    String epoch = System.getenv(EPOCH);
    if (epoch != null) {
      args.putIfAbsent(EPOCH, epoch);
    }
    return new BuildRequest(
        folder(),
        Optional.ofNullable(file),
        Optional.ofNullable(target),
        args,
        new TreeMap<>(pairs("--label", labels, true)),
        platform(),
        contexts,
        tags,
        outputs,
        network,
        run.secrets(),
        run.ssh(),
        run.allowed(),
        run.settings(),
        reuse,
        pull);
  }

  private Path folder() {
    if (context.equals("-") || context.matches("(https?|git|ssh)://.*|git@.*|github\\.com/.*")) {
      throw new UsageException(
          "the context `" + context + "` is not supported yet",
          "give a folder: unpack the archive or clone the repository first");
    }
    if (!Files.exists(Path.of(context))) {
      Suggestion.nearest(context, Main.SUBCOMMANDS)
          .ifPresent(
              near -> {
                throw new UsageException(
                    "`" + context + "` is neither a command of jbuild nor a folder",
                    "did you mean `jbuild " + near + "`? see `jbuild --help`");
              });
    }
    if (file != null && file.toString().equals("-")) {
      throw new UsageException("`-f -` is not supported yet", "give the path of a Dockerfile");
    }
    return Path.of(context);
  }

  private Platform platform() {
    return platform(platform);
  }

  /** The platform that an option names; this machine's without one. */
  static Platform platform(String platform) {
    if (platform == null) {
      return Platform.host();
    }
    if (platform.contains(",")) {
      throw new UsageException(
          "several platforms in one build are not supported yet: `" + platform + "`",
          "build one at a time");
    }
    try {
      Platform parsed = Platform.parse(platform);
      if (!ARCHITECTURES.contains(parsed.architecture())) {
        throw new UsageException(
            "`--platform "
                + platform
                + "`: there is no architecture `"
                + parsed.architecture()
                + "`",
            Suggestion.nearest(parsed.architecture(), ARCHITECTURES)
                    .map(near -> "did you mean `" + near + "`? ")
                    .orElse("")
                + "known are "
                + ARCHITECTURES.stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ")));
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "for example `linux/arm64`");
    }
  }

  private static NamedContext namedContext(String name, String value) {
    try {
      return NamedContext.parse(value);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "`--build-context " + name + "`: " + e.getMessage(), "see `jbuild build --help`");
    }
  }

  /** The name of an image as a user writes it. */
  static ImageName imageName(String text) {
    try {
      return ImageName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "a name is `[HOST/]NAME[:TAG]`");
    }
  }

  private static Map<String, String> pairs(String option, List<String> texts, boolean bareAllowed) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals == 0 || (equals < 0 && !bareAllowed)) {
        throw new UsageException(
            "`" + option + " " + text + "` is not NAME=VALUE", "write NAME=VALUE");
      }
      pairs.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return pairs;
  }
}
