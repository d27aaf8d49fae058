package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.build.ImportChanges;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.remote.HttpAddress;
import io.jbuild.core.remote.HttpSource;
import io.jbuild.core.remote.RemoteSettings;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.RootfsImport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild import}: the tar of a root filesystem becomes an image of one layer. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Makes an image out of the tar of a root filesystem.")
final class ImportCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(
      index = "0",
      paramLabel = "TAR",
      description = "The tar, plain or compressed: a file, an address, or - for standard input.")
  private String tar;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME[:TAG]", description = "Its name.")
  private String name;

  @Option(
      names = {"-c", "--change"},
      paramLabel = "INSTRUCTION",
      description =
          "ENV, CMD, ENTRYPOINT, WORKDIR, USER, LABEL … of the image; may stand several times.")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What the history says of it.")
  private String message;

  @Option(names = "--platform", paramLabel = "OS/ARCH", description = "What it runs on.")
  private String platform;

  @Override
  public Integer call() throws Exception {
    ImageName imageName = name == null ? null : BuildOptions.imageName(name);
    var wanted = Platforms.one(platform);
    ContainerConfig config;
    try {
      config = ImportChanges.apply(changes, wanted);
    } catch (BuildFailure e) {
      Failures.report(e);
      return Failures.USAGE;
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        InputStream in = open(directory)) {
      ImageStore images = ImageStore.of(directory);
      Instant now = created();
      Descriptor image;
      try {
        image = RootfsImport.store(in, wanted, config, now, message, images);
      } catch (LayerException e) {
        throw new LayerException("`" + tar + "` cannot be imported: " + e.getMessage(), e);
      }
      if (imageName == null) {
        images.add(image);
      } else {
        images.tag(imageName, image);
      }
      System.out.println(images.id(image).orElseThrow());
      return 0;
    }
  }

  private InputStream open(StoreDirectory directory) throws IOException {
    if (tar.equals("-")) {
      return System.in;
    }
    if (!tar.startsWith("http://") && !tar.startsWith("https://")) {
      return Files.newInputStream(Path.of(tar));
    }
    HttpAddress address;
    try {
      address = HttpAddress.parse(tar);
    } catch (IllegalArgumentException e) {
      throw new UsageException("`" + tar + "`: " + e.getMessage(), "");
    }
    Caller caller = Caller.fromEnvironment();
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    try (Progress shown = Progress.choose(Progress.usual(), err, caller)) {
      var source =
          new HttpSource(directory, RemoteSettings.DEFAULT, Secrets.NONE, shown.listener());
      return directory.blobs().open(source.fetch(address, Optional.empty()).content());
    }
  }

  /** Now, or what SOURCE_DATE_EPOCH says: two imports of one tar are then one image. */
  private static Instant created() {
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    if (epoch == null || epoch.isEmpty()) {
      return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(epoch));
    } catch (NumberFormatException | DateTimeException e) {
      throw new UsageException(
          "`SOURCE_DATE_EPOCH=" + epoch + "` is no time", "give the seconds since 1970");
    }
  }
}
