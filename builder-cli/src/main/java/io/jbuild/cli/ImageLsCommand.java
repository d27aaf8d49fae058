package io.jbuild.cli;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild image ls}: docker's table of images. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the images of the store.")
final class ImageLsCommand implements Callable<Integer> {
  private static final int SHORT_ID = 12;

  @Mixin private StoreOption store;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print IDs alone.")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "Print whole IDs.")
  private boolean whole;

  @Override
  public Integer call() throws Exception {
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      List<String[]> rows = new ArrayList<>();
      rows.add(new String[] {"REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"});
      for (StoredImage image : images.list()) {
        rows.add(row(images, image));
      }
      if (quiet) {
        rows.stream().skip(1).forEach(row -> System.out.println(row[2]));
      } else {
        print(rows);
      }
      return 0;
    }
  }

  private String[] row(ImageStore images, StoredImage image) throws java.io.IOException {
    Optional<Digest> id = images.id(image.descriptor());
    List<ImageContent> contents = images.contents(image.descriptor());
    String name = image.name().map(ImageName::familiar).orElse("");
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    return new String[] {
      name.isEmpty() ? "<none>" : tagged ? name.substring(0, colon) : name,
      tagged ? name.substring(colon + 1) : "<none>",
      id.map(d -> whole ? d.toString() : d.hex().substring(0, SHORT_ID)).orElse("<missing>"),
      contents.stream()
          .findFirst()
          .flatMap(c -> c.config().created())
          .map(ImageLsCommand::age)
          .orElse("N/A"),
      Amounts.bytes(contents.stream().mapToLong(ImageContent::size).sum())
    };
  }

  private static void print(List<String[]> rows) {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 3));
      }
      System.out.println(line.toString().stripTrailing());
    }
  }

  private static String age(Instant created) {
    Duration age = Duration.between(created, Instant.now());
    long days = age.toDays();
    if (days >= 730) {
      return days / 365 + " years ago";
    }
    if (days >= 60) {
      return days / 30 + " months ago";
    }
    if (days >= 2) {
      return days + " days ago";
    }
    if (age.toHours() >= 2) {
      return age.toHours() + " hours ago";
    }
    if (age.toMinutes() >= 2) {
      return age.toMinutes() + " minutes ago";
    }
    return String.format(Locale.ROOT, "%d seconds ago", Math.max(0, age.toSeconds()));
  }
}
