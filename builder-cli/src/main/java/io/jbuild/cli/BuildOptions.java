package io.jbuild.cli;

import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.build.ContextSource;
import io.jbuild.core.build.DockerfileSource;
import io.jbuild.core.build.Reuse;
import io.jbuild.core.build.Sharing;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.NamedContext;
import io.jbuild.core.remote.HttpAddress;
import io.jbuild.grammar.GitAddress;
import io.jbuild.grammar.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code build} and {@code plan} are told about the build, word for word. */
final class BuildOptions {
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "CONTEXT",
      description =
          "What COPY and ADD may use: a folder, the address of a tar or a git repository, or - for"
              + " a tar or a Dockerfile on standard input (default: .).")
  String context = ".";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile: a file, an address, or - (default: CONTEXT/Dockerfile).")
  String file;

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
      paramLabel = "OS/ARCH[/VARIANT][,…]",
      description = "What the image runs on; several give one index (default: this machine's).")
  List<String> platforms = new ArrayList<>();

  @Option(
      names = "--annotation",
      paramLabel = "[PLACE:]NAME=VALUE",
      description =
          "An annotation of the image; PLACE is manifest, manifest-descriptor (of one platform:"
              + " manifest[linux/arm64]), index or index-descriptor.")
  List<String> annotations = new ArrayList<>();

  @Option(
      names = "--build-context",
      paramLabel = "NAME=VALUE",
      description =
          "A named context: a folder, an image as oci-layout://DIR[@DIGEST] or"
              + " docker-image://NAME (or scratch), the address of a file or a git repository, or a"
              + " stage as target:STAGE. NAME::PLATFORM is for that platform alone.")
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
    return request(tags, outputs, reuse, Sharing.NONE);
  }

  /** The same, with caches beyond the store. */
  BuildRequest request(
      List<ImageName> tags, List<OutputSpec> outputs, Reuse reuse, Sharing sharing) {
    if (!List.of("default", "none", "host").contains(network)) {
      throw new UsageException(
          "`--network " + network + "` is not supported", "allowed: `default`, `none`, `host`");
    }
    ContextSource source = source();
    Map<String, NamedContext> contexts = new LinkedHashMap<>();
    pairs("--build-context", buildContexts, false)
        .forEach((name, value) -> contexts.put(name, namedContext(name, value)));
    Map<String, String> args = buildArgs(buildArgs);
    String epoch = System.getenv(EPOCH);
    if (epoch != null) {
      args.putIfAbsent(EPOCH, epoch);
    }
    return new BuildRequest(
        source,
        dockerfile(source),
        Optional.ofNullable(target),
        args,
        new TreeMap<>(pairs("--label", labels, true)),
        Platforms.all(platforms),
        contexts,
        annotations(annotations),
        tags,
        outputs,
        network,
        run.secrets(),
        run.ssh(),
        run.allowed(),
        run.settings(),
        reuse,
        sharing,
        pull);
  }

  private ContextSource source() {
    if (context.equals("-")) {
      return new ContextSource.StandardInput();
    }
    if (!Files.exists(Path.of(context))) {
      try {
        Optional<GitAddress> repository = GitAddress.parse(context);
        if (repository.isPresent()) {
          return new ContextSource.Repository(repository.get());
        }
        if (isHttp(context)) {
          return new ContextSource.Download(HttpAddress.parse(context));
        }
      } catch (IllegalArgumentException e) {
        throw new UsageException("the context `" + context + "`: " + e.getMessage(), "");
      }
      Suggestion.nearest(context, Commands.WORDS)
          .ifPresent(
              near -> {
                throw new UsageException(
                    "`" + context + "` is neither a command of jbuild nor a folder",
                    "did you mean `jbuild " + near + "`? see `jbuild --help`");
              });
    }
    return new ContextSource.Folder(Path.of(context));
  }

  private DockerfileSource dockerfile(ContextSource source) {
    if (file == null) {
      return new DockerfileSource.InContext();
    }
    if (file.equals("-")) {
      if (source instanceof ContextSource.StandardInput) {
        throw new UsageException(
            "context and Dockerfile cannot both be standard input",
            "give a file or a folder for one of them");
      }
      return new DockerfileSource.StandardInput();
    }
    if (isHttp(file)) {
      try {
        return new DockerfileSource.Download(HttpAddress.parse(file));
      } catch (IllegalArgumentException e) {
        throw new UsageException("`-f " + file + "`: " + e.getMessage(), "");
      }
    }
    return new DockerfileSource.File(Path.of(file));
  }

  private static boolean isHttp(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  static Annotations annotations(List<String> texts) {
    List<Annotation> result = new ArrayList<>();
    for (String text : texts) {
      try {
        result.addAll(Annotation.parse(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "`--annotation " + text + "`: " + e.getMessage(),
            "for example `--annotation index:org.opencontainers.image.title=app`");
      }
    }
    return new Annotations(result);
  }

  private static NamedContext namedContext(String name, String value) {
    try {
      int mark = name.indexOf("::");
      if (mark >= 0) {
        Platform.parse(name.substring(mark + 2));
      }
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
