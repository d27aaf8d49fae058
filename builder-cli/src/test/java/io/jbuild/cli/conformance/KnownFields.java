package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the runner understands of a record. A field that it does not know might ask for something
 * that then would go untested, so such a case counts as wrong.
 */
final class KnownFields {
  private static final Set<String> CASE =
      Set.of(
          "name",
          "area",
          "bases",
          "needs",
          "dockerfile",
          "dockerfile_in_context",
          "context",
          "build",
          "http",
          "git",
          "steps",
          "expect",
          "files_left_out",
          "contested",
          "adapted",
          "source");
  private static final Set<String> NEEDS =
      Set.of("run", "http", "git", "ssh-agent", "xattrs", "root-context", "adduser");
  private static final Set<String> BUILD =
      Set.of(
          "build_args",
          "target",
          "platform",
          "labels",
          "file",
          "secrets",
          "ssh",
          "contexts",
          "no_cache",
          "hostname",
          "shm_size",
          "ulimit",
          "rewrite_timestamp");
  private static final Set<String> ENTRY =
      Set.of(
          "path",
          "type",
          "target",
          "content",
          "content_b64",
          "mode",
          "uid",
          "gid",
          "xattrs",
          "mtime");
  private static final Set<String> EXPECT =
      Set.of(
          "result",
          "upstream_message",
          "error_contains",
          "files",
          "removed",
          "absent",
          "config",
          "history",
          "layers_above_base",
          "final_base",
          "created",
          "platform",
          "author");
  private static final Set<String> FILE =
      Set.of(
          "path", "type", "mode", "uid", "gid", "size", "sha256", "text", "target", "xattrs",
          "mtime");
  private static final Set<String> STEP =
      Set.of("context", "dockerfile", "build", "no_cache", "same", "changed");

  private final Set<String> unknown = new TreeSet<>();

  private KnownFields() {}

  /** The fields of a case that nothing here looks at. */
  static List<String> unknownIn(JsonNode json) {
    var fields = new KnownFields();
    fields.check("", json, CASE);
    for (String need : RecordedCase.strings(json.path("needs"))) {
      if (!NEEDS.contains(need)) {
        fields.unknown.add("needs `" + need + "`");
      }
    }
    fields.build("build", json.path("build"));
    fields.entries("context", json.path("context"));
    JsonNode expect = json.path("expect");
    fields.check("expect", expect, EXPECT);
    expect.path("files").forEach(file -> fields.check("expect.files", file, FILE));
    for (JsonNode step : json.path("steps")) {
      fields.check("steps", step, STEP);
      fields.build("steps.build", step.path("build"));
      fields.entries("steps.context", step.path("context"));
    }
    return List.copyOf(fields.unknown);
  }

  private void build(String where, JsonNode build) {
    check(where, build, BUILD);
    for (JsonNode entries : build.path("contexts")) {
      entries(where + ".contexts", entries);
    }
  }

  private void entries(String where, JsonNode entries) {
    entries.forEach(entry -> check(where, entry, ENTRY));
  }

  private void check(String where, JsonNode object, Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                unknown.add("field `" + (where.isEmpty() ? "" : where + ".") + name + "`");
              }
            });
  }
}
