package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.TreeRemover;
import io.jbuild.core.export.ImageCheck;
import io.jbuild.core.store.ImageLoad;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What holds for every image (OCI image specification), whatever was recorded. */
final class ImageValidity {
  private ImageValidity() {}

  /** What is wrong with an image, in words. */
  static List<String> problems(OciArchive image) throws IOException {
    List<String> problems = new ArrayList<>();
    JsonNode config = image.config();
    List<String> diffIds = RecordedCase.strings(config.path("rootfs").path("diff_ids"));
    List<String> layers = image.diffIds();
    if (!diffIds.equals(layers)) {
      problems.add("the config has diffIDs " + diffIds + ", the layers " + layers);
    }
    long making = 0;
    for (JsonNode line : config.path("history")) {
      making += line.path("empty_layer").asBoolean() ? 0 : 1;
    }
    if (making != layers.size()) {
      problems.add(making + " history lines make a layer, of " + layers.size() + " layers");
    }
    for (String field : List.of("architecture", "os", "created")) {
      if (config.path(field).asText("").isEmpty()) {
        problems.add("the config has no `" + field + "`");
      }
    }
    problems.addAll(verdicts(image.file()));
    return problems;
  }

  /** What {@code jbuild image check} finds, and whether skopeo, where it is here, agrees. */
  private static List<String> verdicts(Path archive) throws IOException {
    Path folder = Files.createTempDirectory(archive.toAbsolutePath().getParent(), "verdicts");
    try (StoreDirectory store = StoreDirectory.open(folder.resolve("store"))) {
      ImageStore images = ImageStore.of(store);
      List<String> problems = new ArrayList<>();
      for (StoredImage loaded : ImageLoad.load(archive, images)) {
        problems.addAll(ImageCheck.of(loaded.descriptor(), images).problems());
      }
      String copy = "dir:" + folder.resolve("copy");
      if (Programs.onPath("skopeo")) {
        Process skopeo =
            new ProcessBuilder("skopeo", "copy", "-q", "oci-archive:" + archive, copy)
                .redirectErrorStream(true)
                .start();
        skopeo.getOutputStream().close();
        String said = new String(skopeo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean whole = skopeo.onExit().join().exitValue() == 0;
        if (whole != problems.isEmpty()) {
          problems.add("skopeo " + (whole ? "copies it" : "does not copy it: " + said.strip()));
        }
      }
      return problems;
    } finally {
      TreeRemover.walking().remove(folder);
    }
  }
}
