package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
    return problems;
  }
}
