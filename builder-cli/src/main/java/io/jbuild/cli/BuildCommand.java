package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.Build;
import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.build.BuiltImage;
import io.jbuild.core.build.Machine;
import io.jbuild.core.build.Reuse;
import io.jbuild.core.build.Sharing;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.solve.FailedRuns;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild build}, or {@code jbuild} alone. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Builds an image from a Dockerfile.")
final class BuildCommand implements Callable<Integer> {
  @Mixin BuildOptions options = new BuildOptions();
  @Mixin StoreOption store = new StoreOption();
  @Mixin RegistryOptions registry = new RegistryOptions();

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME[:TAG]",
      description = "A name for the image; may stand several times.")
  List<String> tags = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "SPEC",
      description =
          "type=oci|docker|tar|local,dest=PATH or type=image|registry,push=true; a bare path is a"
              + " folder of files.")
  List<String> outputs = new ArrayList<>();

  @Option(names = "--push", description = "Push the image to the registries of its names.")
  boolean push;

  @Option(
      names = "--load",
      description = "Hand the image to `docker load` or `podman load`, whichever is here.")
  boolean load;

  @Option(
      names = "--cache-from",
      paramLabel = "SPEC",
      description =
          "Look for results of steps there, too: type=registry,ref=NAME or type=local,src=DIR; may"
              + " stand several times.")
  List<String> cacheFrom = new ArrayList<>();

  @Option(
      names = "--cache-to",
      paramLabel = "SPEC",
      description =
          "Write results of steps there: type=registry,ref=NAME, type=local,dest=DIR or"
              + " type=inline; with mode=max those of all steps, with mounts=ID+ID cache mounts.")
  List<String> cacheTo = new ArrayList<>();

  @Option(names = "--no-cache", description = "Run every step, whatever is cached.")
  boolean noCache;

  @Option(
      names = "--no-cache-filter",
      paramLabel = "STAGE[,STAGE]",
      description = "Run every step of these stages, whatever is cached.")
  List<String> noCacheFilter = new ArrayList<>();

  @Option(
      names = "--explain",
      description = "Tell why each step that runs has no earlier result to be used.")
  boolean explain;

  @Option(
      names = "--iidfile",
      paramLabel = "FILE",
      description = "Write the image ID to this file.")
  Path iidFile;

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      description = "Write digests and names of the result to this file, as JSON.")
  Path metadataFile;

  @Mixin OnFailure onFailure = new OnFailure();

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet|rawjson",
      description = "How the build is shown (default: auto, or what BUILDKIT_PROGRESS says).")
  String progress = Progress.usual();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the image ID alone.")
  boolean quiet;

  @Option(
      names = {"--call", "--print"},
      paramLabel = "METHOD",
      description =
          "Instead of building: check, outline or targets; with ,format=json as JSON (default:"
              + " build).")
  String call = "build";

  @Option(names = "--check", description = "Short for --call=check.")
  boolean check;

  @Option(names = "--provenance", hidden = true, arity = "0..1", fallbackValue = "true")
  private String provenance = "false";

  @Option(names = "--sbom", hidden = true, arity = "0..1", fallbackValue = "true")
  private String sbom = "false";

  @Option(names = "--builder", hidden = true)
  private String builder = "default";

  /** The request that the options amount to. */
  BuildRequest request() {
    List<ImageName> names = names();
    Reuse reuse = explain ? reuse().withExplanations() : reuse();
    return options.request(names, OutputOptions.read(outputs, push, names), reuse, sharing());
  }

  private Sharing sharing() {
    return cacheFrom.isEmpty() && cacheTo.isEmpty()
        ? Sharing.NONE
        : CacheOptions.read(cacheFrom, cacheTo);
  }

  private Reuse reuse() {
    if (noCache) {
      return Reuse.NONE;
    }
    List<String> stages = new ArrayList<>();
    for (String names : noCacheFilter) {
      stages.addAll(List.of(names.split(",")));
    }
    stages.removeIf(String::isBlank);
    return stages.isEmpty() ? Reuse.ALL : new Reuse(true, stages, true);
  }

  @Override
  public Integer call() throws Exception {
    refuseAttestation("--provenance", provenance);
    refuseAttestation("--sbom", sbom);
    if (!builder.equals("default")) {
      throw new UsageException(
          "`--builder " + builder + "` is not supported: jbuild itself is the builder",
          "leave it out");
    }
    CallSpec spec = CallSpec.parse(check ? "check" : call);
    if (spec.method() != CallSpec.Method.BUILD) {
      return new BuildCall(request(), store.root()).run(spec);
    }
    requireFolder("--iidfile", iidFile);
    requireFolder("--metadata-file", metadataFile);
    onFailure.check();
    BuildRequest request = request();
    OutputOptions.check(request, load);
    boolean silent = quiet || progress.equals("quiet") || progress.equals("rawjson");
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    Caller caller = Caller.fromEnvironment();
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(caller, insecureTargets(request));
        FailedRuns failedRuns = new FailedRuns(onFailure.wantsFiles());
        Progress shown = Progress.choose(quiet ? "quiet" : progress, err, caller)) {
      var upkeep = new Upkeep(shown.listener());
      registries.listener(upkeep);
      var build =
          new Build(
              request,
              directory,
              Machine.ofThisProcess(),
              registries,
              AsCaller::run,
              upkeep,
              failedRuns);
      BuiltImage image;
      try {
        image = build.run(System.in, new FileOutputStream(FileDescriptor.out));
      } catch (BuildFailure e) {
        shown.finish();
        int code = Failures.report(e);
        failedRuns.of(e).ifPresent(run -> onFailure.follow(run, err));
        return code;
      }
      String loaded = load ? load(image, directory, shown) : "";
      shown.finish();
      ResultFiles.write(image, iidFile, metadataFile);
      if (quiet) {
        System.out.println(image.id());
      } else if (!silent) {
        report(image, request, err);
        loaded.lines().forEach(err::println);
        err.flush();
      }
      Optional<String> told = upkeep.afterBuild(directory, caller);
      if (!silent) {
        told.ifPresent(err::println);
        err.flush();
      }
      return 0;
    }
  }

  private static String load(BuiltImage image, StoreDirectory directory, Progress shown)
      throws IOException, InterruptedException {
    Optional<String> program = DockerLoad.program(System.getenv().getOrDefault("PATH", ""));
    return program.isEmpty()
        ? "neither docker nor podman is here to load the image: it is in jbuild's own store"
        : new DockerLoad(directory.blobs(), shown.listener()).load(image, program.get());
  }

  /** Scripts switch attestations off; switching them on is what cannot be done. */
  private static void refuseAttestation(String option, String value) {
    if (!value.equals("false")) {
      throw new UsageException("`" + option + "` is not supported yet", "leave it out");
    }
  }

  /** The registries of outputs with {@code registry.insecure=true}. */
  private static Set<String> insecureTargets(BuildRequest request) {
    Set<String> hosts = new HashSet<>();
    for (OutputSpec output : request.outputs()) {
      if (output.push().insecure()) {
        request.tags().forEach(name -> hosts.add(name.registry()));
        output.names().forEach(name -> hosts.add(name.registry()));
      }
    }
    return hosts;
  }

  /** Says before the build what would fail after it. */
  static void requireFolder(String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new UsageException("`" + option + "`: `" + file + "` is a folder", "name a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "`" + option + "`: there is no folder `" + folder + "`", "make it first");
    }
    if (!Files.isWritable(folder) && !Files.isWritable(file)) {
      throw new UsageException(
          "`" + option + "`: `" + folder + "` may not be written by this user",
          "choose another folder");
    }
  }

  private void report(BuiltImage image, BuildRequest request, PrintStream err) {
    String platforms =
        image.isIndex()
            ? " for "
                + image.platforms().stream().map(Object::toString).collect(Collectors.joining(", "))
            : "";
    err.println("image " + image.id() + " " + Amounts.bytes(image.size()) + platforms);
    image.names().forEach(name -> err.println("named " + name.familiar()));
    image.pushed().ifPresent(pushed -> err.println("pushed " + pushed.digest()));
    for (OutputSpec output : request.outputs()) {
      output
          .dest()
          .filter(dest -> !dest.equals(OutputSpec.STDOUT))
          .ifPresent(dest -> err.println("wrote " + dest));
    }
    err.flush();
  }

  private List<ImageName> names() {
    List<ImageName> names = new ArrayList<>();
    for (String tag : tags) {
      ImageName name = BuildOptions.imageName(tag);
      if (name.digest().isPresent()) {
        throw new UsageException(
            "`-t " + tag + "`: a name to give has no digest", "leave the `@…` out");
      }
      names.add(name);
    }
    return names;
  }
}
