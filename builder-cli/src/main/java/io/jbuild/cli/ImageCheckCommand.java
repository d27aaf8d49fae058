package io.jbuild.cli;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.GoJson;
import io.jbuild.core.export.ImageCheck;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild image check}: whether images are whole and keep the spec. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Checks every digest, size and diffID of images, that their documents agree, and the rules"
            + " of the OCI image spec. Exits with 1 if something is wrong.")
final class ImageCheckCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(arity = "0..*", paramLabel = "IMAGE", description = "Names or IDs (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print problems alone.")
  private boolean quiet;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How it is told (default: text).")
  private String format = "text";

  @Override
  public Integer call() throws Exception {
    OutputFormat.check(format);
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      Map<Digest, ImageCheck.Findings> found = new LinkedHashMap<>();
      Map<Digest, String> called = new LinkedHashMap<>();
      for (StoredImage image : chosen(images)) {
        Digest digest = image.descriptor().digest();
        called.merge(
            digest,
            image.name().map(ImageName::familiar).orElse(digest.toString()),
            (a, b) -> a + ", " + b);
        if (!found.containsKey(digest)) {
          found.put(digest, ImageCheck.of(image.descriptor(), images));
        }
      }
      if (format.equals("json")) {
        System.out.println(GoJson.pretty(json(found, called)));
      } else {
        found.forEach((digest, findings) -> print(called.get(digest), findings));
      }
      boolean good = found.values().stream().allMatch(f -> f.problems().isEmpty());
      return good ? 0 : Failures.BUILD_FAILED;
    }
  }

  private List<StoredImage> chosen(ImageStore images) throws IOException {
    if (names.isEmpty()) {
      return images.list();
    }
    List<StoredImage> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(StoredImages.find(images, name));
    }
    return chosen;
  }

  private void print(String name, ImageCheck.Findings findings) {
    findings.problems().forEach(problem -> System.out.println(name + ": error: " + problem));
    if (!quiet) {
      findings.notes().forEach(note -> System.out.println(name + ": note: " + note));
      if (findings.problems().isEmpty()) {
        System.out.println(name + ": ok");
      }
    }
  }

  private static List<Fields> json(
      Map<Digest, ImageCheck.Findings> found, Map<Digest, String> called) {
    List<Fields> result = new ArrayList<>();
    found.forEach(
        (digest, findings) ->
            result.add(
                Fields.builder()
                    .put("image", called.get(digest))
                    .put("digest", digest.toString())
                    .put("ok", findings.problems().isEmpty())
                    .put("problems", findings.problems())
                    .put("notes", findings.notes())
                    .build()));
    return result;
  }
}
