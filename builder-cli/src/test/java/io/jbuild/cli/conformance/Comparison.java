package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds an image against what was recorded of it. */
final class Comparison {
  /** Where a build may leave the folders that it mounts things on. */
  private static final Set<String> STUBS = Set.of("/proc", "/sys", "/dev");

  private final RecordedCase recorded;
  private final JsonNode expect;
  private final Map<String, FileState> base;
  private final int baseLayers;
  private final List<String> differences = new ArrayList<>();

  /**
   * A comparison.
   *
   * @param base the files of the final base; nothing for scratch
   */
  Comparison(RecordedCase recorded, Optional<StandIn> base) {
    this.recorded = recorded;
    this.expect = recorded.expect();
    this.base = base.map(StandIn::files).orElse(Map.of());
    this.baseLayers = base.isPresent() ? 1 : 0;
  }

  /** All differences, in words. */
  List<String> of(OciArchive image) throws IOException {
    JsonNode config = image.config();
    if (expect.has("layers_above_base")) {
      same("layers", expect.get("layers_above_base"), "" + (image.layerCount() - baseLayers));
    }
    if (expect.has("files")) {
      files(image.above(baseLayers));
    }
    if (expect.has("config")) {
      config(config.path("config"));
    }
    if (expect.has("history")) {
      history(config.path("history"));
    }
    for (String field : List.of("created", "author")) {
      if (expect.has(field)) {
        same(field, expect.get(field), config.path(field).asText());
      }
    }
    if (expect.has("platform")) {
      String platform = config.path("os").asText() + "/" + config.path("architecture").asText();
      String variant = config.path("variant").asText("");
      same("platform", expect.get("platform"), platform + (variant.isEmpty() ? "" : "/" + variant));
    }
    return differences;
  }

  private void files(MergedLayers layers) {
    Set<String> unexpected = new TreeSet<>(layers.files().keySet());
    unexpected.remove("/");
    for (JsonNode file : expect.get("files")) {
      String path = file.get("path").asText();
      unexpected.remove(path);
      FileState found = layers.files().get(path);
      if (found == null && base.containsKey(path) && !layers.hides(path)) {
        // Unchanged, so it is seen as the base has it.
        file(path, file, base.get(path));
      } else if (found == null) {
        differences.add(path + " is missing");
      } else {
        file(path, file, found);
      }
    }
    if (!recorded.json().has("files_left_out")) {
      unexpected.removeIf(path -> isHarmless(path, layers.files().get(path)));
      unexpected.forEach(path -> differences.add(path + " is not expected"));
    }
    removals(layers);
  }

  private boolean isHarmless(String path, FileState state) {
    FileState below = base.get(path);
    return (below != null && below.sameDirectory(state))
        || (STUBS.contains(path) && state.isDirectory());
  }

  private void removals(MergedLayers layers) {
    List<String> removed = RecordedCase.strings(expect.path("removed"));
    for (String path : removed) {
      if (isThere(path, layers)) {
        differences.add(path + " should be gone");
      }
    }
    for (String path : RecordedCase.strings(expect.path("absent"))) {
      if (isThere(path, layers)) {
        differences.add(path + " should not be there");
      }
    }
    for (String path : base.keySet()) {
      boolean expected =
          removed.stream().anyMatch(gone -> path.equals(gone) || path.startsWith(gone + "/"));
      if (!isThere(path, layers) && !expected) {
        differences.add(path + " of the base is gone");
      }
    }
  }

  private boolean isThere(String path, MergedLayers layers) {
    return layers.files().containsKey(path) || (base.containsKey(path) && !layers.hides(path));
  }

  private void file(String path, JsonNode file, FileState found) {
    same(path + " type", file.get("type"), found.type());
    same(path + " uid", file.get("uid"), "" + found.uid());
    same(path + " gid", file.get("gid"), "" + found.gid());
    if (file.has("mode")) {
      same(path + " mode", file.get("mode"), "%04o".formatted(found.mode()));
    }
    if (file.has("mtime")) {
      same(path + " mtime", file.get("mtime"), "" + found.mtime());
    }
    if (file.has("target")) {
      same(path + " target", file.get("target"), found.target());
    }
    if (file.has("size") && found.type().equals("file")) {
      same(path + " size", file.get("size"), "" + found.size());
    }
    if (file.has("sha256") && found.type().equals("file")) {
      same(path + " sha256", file.get("sha256"), found.sha256());
    }
    Set<String> xattrs = new TreeSet<>();
    file.path("xattrs").fieldNames().forEachRemaining(xattrs::add);
    if (!xattrs.equals(found.xattrs())) {
      differences.add(path + " xattrs: " + found.xattrs() + ", not " + xattrs);
    }
  }

  private void config(JsonNode found) {
    JsonNode expected = expect.get("config");
    Set<String> fields = new TreeSet<>();
    expected.fieldNames().forEachRemaining(fields::add);
    found.fieldNames().forEachRemaining(fields::add);
    // Of Windows images alone; a builder may leave it out.
    fields.remove("ArgsEscaped");
    for (String field : fields) {
      if (!expected.path(field).equals(found.path(field))) {
        differences.add(
            "config " + field + ": " + found.path(field) + ", not " + expected.path(field));
      }
    }
  }

  private void history(JsonNode all) {
    List<String> expected = lines(expect.get("history"));
    List<String> found = lines(all);
    found = found.subList(Math.min(baseLayers, found.size()), found.size());
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      String left = i < expected.size() ? expected.get(i) : "nothing";
      String right = i < found.size() ? found.get(i) : "nothing";
      if (!left.equals(right)) {
        differences.add("history " + i + ": " + right + ", not " + left);
      }
    }
  }

  private static List<String> lines(JsonNode history) {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : history) {
      boolean empty = entry.path("empty_layer").asBoolean();
      lines.add("`" + entry.path("created_by").asText() + "`" + (empty ? " without layer" : ""));
    }
    return lines;
  }

  private void same(String what, JsonNode expected, String found) {
    if (!expected.asText().equals(found)) {
      differences.add(what + ": " + found + ", not " + expected.asText());
    }
  }
}
