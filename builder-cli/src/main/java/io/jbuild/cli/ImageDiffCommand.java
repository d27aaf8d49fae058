package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.DifferencesText;
import io.jbuild.core.build.Machine;
import io.jbuild.core.build.Verification;
import io.jbuild.core.compare.ImageDifferences;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild image diff}: what changes for who uses another image. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Shows how the second image differs from the first: config, installed packages (dpkg, apk)"
            + " and files with their sizes, modes and owners. Times do not count.")
final class ImageDiffCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The first, a name or ID.")
  private String first;

  @Parameters(index = "1", paramLabel = "IMAGE", description = "The second.")
  private String second;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How it is told (default: text).")
  private String format = "text";

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Which images of indexes (default: this machine's, or the first).")
  private String platform;

  @Option(names = "--exit-code", description = "Exit with 1 if there are differences.")
  private boolean exitCode;

  @Override
  public Integer call() throws Exception {
    OutputFormat.check(format);
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(Caller.fromEnvironment())) {
      ImageStore images = ImageStore.of(directory);
      ImageContent a = content(images, first);
      ImageContent b = content(images, second);
      ImageDifferences found =
          new Verification(directory, Machine.ofThisProcess(), registries).differences(a, b);
      System.out.print(
          format.equals("json") ? DifferencesText.json(found) : DifferencesText.of(found));
      return exitCode && !found.isEmpty() ? Failures.BUILD_FAILED : 0;
    }
  }

  private ImageContent content(ImageStore images, String name) throws IOException {
    return StoredImages.content(images, StoredImages.find(images, name), name, platform);
  }
}
