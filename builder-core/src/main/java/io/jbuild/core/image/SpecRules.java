package io.jbuild.core.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the OCI image spec 1.1 says of one document, whatever else lies beside it: the types and
 * fields that its JSON schemas ask for, and what its text says of a single value. Docker's schema 2
 * has the same fields.
 */
public final class SpecRules {
  /** Which document it is. */
  public enum Document {
    MANIFEST,
    INDEX,
    CONFIG
  }

  /** Where a rule comes from. */
  public enum Basis {
    /** The JSON schemas of the spec. */
    SCHEMA,
    /** The text of the spec, in a sentence with MUST. */
    TEXT,
    /** The schemas or a sentence with SHOULD; readers take images without it. */
    ADVICE
  }

  /**
   * A rule that a document breaks.
   *
   * @param path of the value: {@code layers[0].digest}; empty for the document
   * @param why the rest of a sentence that begins with the path
   */
  public record Violation(Basis basis, String path, String why) {
    @Override
    public String toString() {
      return path.isEmpty() ? why : "`" + path + "` " + why;
    }
  }

  private final List<Violation> found = new ArrayList<>();

  private SpecRules() {}

  /**
   * The rules that a document breaks, in the order of the spec.
   *
   * @throws ImageFormatException when it is no JSON at all, or names a field twice
   */
  public static List<Violation> broken(Document document, byte[] bytes)
      throws ImageFormatException {
    Object value = Json.parse(bytes, document.name().toLowerCase(java.util.Locale.ROOT)).value();
    var rules = new SpecRules();
    SpecValue root = new SpecValue("", value, rules.found);
    switch (document) {
      case MANIFEST -> rules.manifest(root);
      case INDEX -> rules.index(root);
      case CONFIG -> rules.config(root);
    }
    return List.copyOf(rules.found);
  }

  private void manifest(SpecValue root) {
    if (!root.isObject()) {
      return;
    }
    root.required("schemaVersion").ifPresent(SpecRules::isTwo);
    root.field("mediaType").ifPresent(SpecValue::mediaType);
    root.field("artifactType").ifPresent(SpecValue::mediaType);
    root.required("config").ifPresent(this::descriptor);
    root.field("subject").ifPresent(this::descriptor);
    root.required("layers")
        .ifPresent(
            layers -> {
              List<SpecValue> items = layers.items();
              items.forEach(this::descriptor);
              if (items.isEmpty() && layers.isList()) {
                layers.report(Basis.ADVICE, "has no entry");
              }
            });
    root.field("annotations").ifPresent(this::texts);
  }

  private void index(SpecValue root) {
    if (!root.isObject()) {
      return;
    }
    root.required("schemaVersion").ifPresent(SpecRules::isTwo);
    root.field("mediaType").ifPresent(SpecValue::mediaType);
    root.field("artifactType").ifPresent(SpecValue::mediaType);
    root.field("subject").ifPresent(this::descriptor);
    root.required("manifests")
        .ifPresent(
            manifests ->
                manifests
                    .items()
                    .forEach(
                        manifest -> {
                          descriptor(manifest, Basis.TEXT);
                          manifest.field("platform").ifPresent(this::platform);
                        }));
    root.field("annotations").ifPresent(this::texts);
  }

  private static void isTwo(SpecValue version) {
    if (!Long.valueOf(2).equals(version.value())) {
      version.report(Basis.SCHEMA, "must be 2");
    }
  }

  private void descriptor(SpecValue descriptor) {
    descriptor(descriptor, Basis.SCHEMA);
  }

  /** The schema of an index leaves some of it to the text. */
  private void descriptor(SpecValue descriptor, Basis details) {
    if (!descriptor.isObject()) {
      return;
    }
    descriptor.required("mediaType").ifPresent(SpecValue::mediaType);
    descriptor.required("size").ifPresent(size -> size.size(details));
    descriptor.required("digest").ifPresent(SpecValue::digest);
    descriptor.field("urls").ifPresent(urls -> urls.items().forEach(SpecValue::uri));
    descriptor.field("data").ifPresent(data -> data.base64(details));
    descriptor.field("artifactType").ifPresent(type -> type.mediaType(details));
    descriptor.field("annotations").ifPresent(this::texts);
  }

  private void platform(SpecValue platform) {
    if (!platform.isObject()) {
      return;
    }
    platform.required("architecture").ifPresent(SpecValue::text);
    platform.required("os").ifPresent(SpecValue::text);
    platform.field("os.version").ifPresent(SpecValue::text);
    platform.field("os.features").ifPresent(this::words);
    platform.field("variant").ifPresent(SpecValue::text);
  }

  private void config(SpecValue root) {
    if (!root.isObject()) {
      return;
    }
    root.field("created").ifPresent(SpecValue::time);
    root.field("author").ifPresent(SpecValue::text);
    root.required("architecture").ifPresent(SpecValue::text);
    root.field("variant").ifPresent(SpecValue::text);
    root.required("os").ifPresent(SpecValue::text);
    root.field("os.version").ifPresent(SpecValue::text);
    root.field("os.features").ifPresent(this::words);
    root.field("config").ifPresent(this::container);
    root.required("rootfs").ifPresent(this::rootfs);
    root.field("history").ifPresent(lines -> lines.items().forEach(this::history));
  }

  private void rootfs(SpecValue rootfs) {
    if (!rootfs.isObject()) {
      return;
    }
    rootfs
        .required("type")
        .ifPresent(
            type -> {
              if (!"layers".equals(type.value())) {
                type.report(Basis.SCHEMA, "must be `layers`");
              }
            });
    rootfs
        .required("diff_ids")
        .ifPresent(
            ids ->
                ids.items()
                    .forEach(
                        id -> {
                          id.text();
                          id.digestOfText();
                        }));
  }

  private void history(SpecValue line) {
    if (!line.isObject()) {
      return;
    }
    line.field("created").ifPresent(SpecValue::time);
    line.field("author").ifPresent(SpecValue::text);
    line.field("created_by").ifPresent(SpecValue::text);
    line.field("comment").ifPresent(SpecValue::text);
    line.field("empty_layer").ifPresent(SpecValue::truth);
  }

  private void container(SpecValue config) {
    if (!config.isObject()) {
      return;
    }
    config.field("User").ifPresent(SpecValue::text);
    config.field("ExposedPorts").ifPresent(this::set);
    config.field("Env").ifPresent(this::words);
    config.fieldOrNull("Entrypoint").ifPresent(this::words);
    config.fieldOrNull("Cmd").ifPresent(this::words);
    config.fieldOrNull("Volumes").ifPresent(this::set);
    config.field("WorkingDir").ifPresent(SpecValue::text);
    config.fieldOrNull("Labels").ifPresent(this::texts);
    config.field("StopSignal").ifPresent(SpecValue::text);
    config.field("ArgsEscaped").ifPresent(SpecValue::truth);
  }

  private void words(SpecValue list) {
    list.items().forEach(SpecValue::text);
  }

  private void texts(SpecValue map) {
    map.entries().forEach(SpecValue::text);
  }

  private void set(SpecValue map) {
    map.entries().forEach(SpecValue::isObject);
  }

  /** For {@link SpecValue}: the fields of an object as jackson gave them. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> fields(Object object) {
    return (Map<String, Object>) object;
  }
}
