package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds an image against what was recorded of it. */
final class Comparison {
  /** Where a build may leave the folders that it mounts things on. */
  private static final Set<String> STUBS = Set.of("/proc", "/sys", "/dev");

  private final String address;
  private final RecordedCase recorded;
  private final JsonNode expect;
  private final Map<String, FileState> base;
  private final int baseLayers;
  private final List<String> differences = new ArrayList<>();

  /**
   * A comparison.
   *
   * @param base the files of the final base; nothing for scratch
   * @param address of the server that stood for the recorded ones
   */
  Comparison(RecordedCase recorded, Optional<StandIn> base, String address) {
    this.recorded = recorded;
    this.address = address;
    this.expect = recorded.expect();
    this.base = base.map(StandIn::files).orElse(Map.of());
    this.baseLayers = base.isPresent() ? 1 : 0;
  }

  /** All differences, in words. */
  List<String> of(OciArchive image) throws IOException {
    JsonNode config = image.config();
    differences.addAll(ImageValidity.problems(image));
    base(image.lowest(baseLayers));
    same("layers", expect.path("layers_above_base"), "" + (image.layerCount() - baseLayers));
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
      same(field, expect.path(field), config.path(field).asText());
    }
    String platform = config.path("os").asText() + "/" + config.path("architecture").asText();
    String variant = config.path("variant").asText("");
    same("platform", expect.path("platform"), platform + (variant.isEmpty() ? "" : "/" + variant));
    return differences;
  }

  /** What the image stands on is the final base, unchanged. */
  private void base(MergedLayers lowest) {
    if (!lowest.files().keySet().equals(base.keySet())) {
      differences.add("the lowest layer is not `" + expect.path("final_base").asText() + "`");
    }
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
    unexpected.removeIf(path -> isHarmless(path, layers.files().get(path)));
    unexpected.removeIf(this::isLeftOut);
    unexpected.forEach(path -> differences.add(path + " is not expected"));
    removals(layers);
  }

  private boolean isHarmless(String path, FileState state) {
    FileState below = base.get(path);
    return (below != null && below.sameDirectory(state))
        || (STUBS.contains(path) && state.isDirectory());
  }

  /** What the record leaves out is said in words; the paths among them are what counts. */
  private boolean isLeftOut(String path) {
    for (String word : recorded.json().path("files_left_out").asText().split("[ ,]+")) {
      if (word.startsWith("/") && (path.equals(word) || path.startsWith(word + "/"))) {
        return true;
      }
    }
    return false;
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
    same(path + " type", file.path("type"), found.type());
    same(path + " uid", file.path("uid"), "" + found.uid());
    same(path + " gid", file.path("gid"), "" + found.gid());
    same(path + " mode", file.path("mode"), "%04o".formatted(found.mode()));
    same(path + " mtime", file.path("mtime"), "" + found.mtime());
    same(path + " target", file.path("target"), found.target());
    if (found.type().equals("file")) {
      same(path + " size", file.path("size"), "" + found.size());
      same(path + " sha256", file.path("sha256"), found.sha256());
    }
    Map<String, String> xattrs = new TreeMap<>();
    file.path("xattrs")
        .properties()
        .forEach(xattr -> xattrs.put(xattr.getKey(), xattr.getValue().asText()));
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
    List<String> found = new ArrayList<>(lines(all));
    found.replaceAll(
        line -> line.replace(address + "/git", "{{GIT}}").replace(address, "{{HTTP}}"));
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

  /** Fields that are not recorded differ from run to run, or do not apply. */
  private void same(String what, JsonNode expected, String found) {
    if (!expected.isMissingNode() && !expected.asText().equals(found)) {
      differences.add(what + ": " + found + ", not " + expected.asText());
    }
  }
}
