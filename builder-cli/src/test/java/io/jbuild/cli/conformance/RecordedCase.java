package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One file of the corpus' {@code conformance/<area>/}. */
record RecordedCase(String area, String name, JsonNode json) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** All cases of a folder, by area and name. */
  static List<RecordedCase> all(Path folder) throws IOException {
    List<RecordedCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.filter(RecordedCase::isCase).sorted().toList()) {
        JsonNode json = JSON.readTree(file.toFile());
        cases.add(new RecordedCase(json.get("area").asText(), json.get("name").asText(), json));
      }
    }
    return cases;
  }

  private static boolean isCase(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".json") && !name.equals("bases.json") && Files.isRegularFile(file);
  }

  JsonNode expect() {
    return json.get("expect");
  }

  JsonNode build() {
    return json.path("build");
  }

  boolean needs(String what) {
    return strings(json.path("needs")).contains(what);
  }

  boolean fails() {
    return expect().get("result").asText().equals("failure");
  }

  /** The Dockerfile's path in the context. */
  String dockerfileName() {
    return build().path("file").asText("Dockerfile");
  }

  /** Why only real root can write and read the context; nothing when any user can. */
  Optional<String> rootNeededFor() {
    if (needs("root-context")) {
      return Optional.of("owners in the context");
    }
    List<JsonNode> all = new ArrayList<>(List.of(json.path("context")));
    build().path("contexts").forEach(all::add);
    json.path("steps").forEach(step -> all.add(step.path("context")));
    for (JsonNode entries : all) {
      for (JsonNode entry : entries) {
        if (entry.has("mode") && !readable(entry)) {
          return Optional.of("a context file that its owner may not read");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean readable(JsonNode entry) {
    int needed = entry.path("type").asText().equals("dir") ? 0500 : 0400;
    return (Integer.parseInt(entry.get("mode").asText(), 8) & needed) == needed;
  }

  /** {@code area/name}. */
  @Override
  public String toString() {
    return area + "/" + name;
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(value -> strings.add(value.asText()));
    return strings;
  }
}
