package io.jbuild.cli;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.build.Build;
import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.build.BuiltImage;
import io.jbuild.core.build.Machine;
import io.jbuild.core.build.Reuse;
import io.jbuild.core.build.Verification;
import io.jbuild.core.compare.Difference;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.solve.FailedRuns;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild verify}: whether an image is what its context gives. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "jbuild verify [OPTIONS] IMAGE [CONTEXT]",
    description =
        "Builds an image again, without the cache, and compares it with one of the store, down to"
            + " the file. Exits with 0 if they are the same, times aside, with 1 if they differ.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image to be verified.")
  private String image;

  @Mixin private BuildOptions options;
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Option(
      names = "--rewrite-timestamp",
      description = "The image was built with rewrite-timestamp=true.")
  private boolean rewriteTimestamp;

  @Option(names = "--exact", description = "Times count too: the digests have to be the same.")
  private boolean exact;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How differences are written: text or json (default: text).")
  private String format = "text";

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet|rawjson",
      description = "How the build is shown (default: auto, or what BUILDKIT_PROGRESS says).")
  private String progress = Progress.usual();

  @Override
  public Integer call() throws Exception {
    DifferenceReport report = DifferenceReport.named(format);
    List<OutputSpec> outputs =
        rewriteTimestamp
            ? List.of(OutputSpec.parse("type=image,rewrite-timestamp=true"))
            : List.of();
    BuildRequest request = options.request(List.of(), outputs, Reuse.APART);
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    Caller caller = Caller.fromEnvironment();
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(caller);
        FailedRuns failedRuns = new FailedRuns(false);
        Progress shown = Progress.choose(progress, err, caller)) {
      registries.listener(shown.listener());
      ImageStore images = ImageStore.of(directory);
      StoredImage named = StoredImages.find(images, image);
      List<ImageContent> wanted = new ArrayList<>();
      for (Platform platform : request.platforms()) {
        wanted.add(content(images, named.descriptor(), platform));
      }
      Machine machine = Machine.ofThisProcess();
      BuiltImage built =
          new Build(
                  request,
                  directory,
                  machine,
                  registries,
                  AsCaller::run,
                  shown.listener(),
                  failedRuns)
              .run(System.in, OutputStream.nullOutputStream());
      var verification = new Verification(directory, machine, registries);
      List<Difference> differences = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        differences.addAll(
            verification.compare(
                wanted.get(i), content(images, built.descriptor(), request.platforms().get(i))));
      }
      shown.finish();
      Digest id = built.isIndex() ? named.descriptor().digest() : wanted.getFirst().id();
      report.write(image, id, built.id(), differences, System.out);
      return differences.stream().anyMatch(this::counts) ? Failures.BUILD_FAILED : 0;
    }
  }

  private ImageContent content(ImageStore images, Descriptor descriptor, Platform platform)
      throws IOException, PlatformMatch.NoMatchException {
    return images
        .content(descriptor, platform)
        .orElseThrow(
            () ->
                new UsageException(
                    "`" + image + "` has nothing for `" + platform + "`",
                    "choose another `--platform`"));
  }

  private boolean counts(Difference difference) {
    return exact || difference.kind() != Difference.Kind.TIME;
  }
}
