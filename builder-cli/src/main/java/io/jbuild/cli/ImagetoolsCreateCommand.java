package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.IndexCreation;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild imagetools create}: one index of images that were pushed one by one. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Makes one index of images that lie in registries.")
final class ImagetoolsCreateCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "Images or indexes, NAME[:TAG] or NAME@DIGEST.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME:TAG",
      description = "The name of the index; may stand several times.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--annotation",
      paramLabel = "PLACE:NAME=VALUE",
      description =
          "An annotation; PLACE is index or manifest-descriptor, of one platform:"
              + " manifest-descriptor[linux/arm64].")
  private List<String> annotations = new ArrayList<>();

  @Option(names = "--append", description = "Keep what the name stands for, and add to it.")
  private boolean append;

  @Option(names = "--dry-run", description = "Print the index and push nothing.")
  private boolean dryRun;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet|rawjson",
      description = "How it is shown (default: auto, or what BUILDKIT_PROGRESS says).")
  private String progress = Progress.usual();

  @Override
  public Integer call() throws Exception {
    List<ImageName> targets = targets();
    Caller caller = Caller.fromEnvironment();
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(caller);
        Progress shown = Progress.choose(progress, err, caller)) {
      registries.listener(shown.listener());
      var creation = new IndexCreation(registries.get(), ImageStore.of(directory).blobs());
      if (append) {
        creation.add(targets.getFirst());
      }
      for (String source : sources) {
        creation.add(BuildOptions.imageName(source));
      }
      annotate(creation);
      if (dryRun) {
        System.out.println(new String(creation.index(), StandardCharsets.UTF_8));
        return 0;
      }
      List<String> lines = new ArrayList<>();
      for (ImageName target : targets) {
        Descriptor pushed = creation.push(target);
        lines.add(target.familiar() + "@" + pushed.digest());
      }
      shown.finish();
      lines.forEach(System.out::println);
      return 0;
    }
  }

  private void annotate(IndexCreation creation) {
    try {
      creation.annotate(BuildOptions.annotations(annotations));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "`--annotation`: " + e.getMessage(), "annotate images as they are built");
    }
  }

  private List<ImageName> targets() {
    List<ImageName> targets = new ArrayList<>();
    for (String tag : tags) {
      ImageName name = BuildOptions.imageName(tag);
      if (name.digest().isPresent()) {
        throw new UsageException(
            "`-t " + tag + "`: a name to give has no digest", "leave the `@…` out");
      }
      targets.add(name);
    }
    if (targets.isEmpty() && (append || !dryRun)) {
      throw new UsageException("nothing says how to name the index", "add `-t NAME:TAG`");
    }
    return targets;
  }
}
