package io.jbuild.core.image;

import io.jbuild.cache.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The JSON form of an image config (OCI image spec 1.1, config.md, with Docker's extensions). The
 * top-level fields stand in alphabetical order, as BuildKit writes them; inside {@code config} they
 * stand in the order of Docker's struct.
 */
final class ConfigJson {
  private static final String DOCUMENT = "image config";

  private ConfigJson() {}

  static ImageConfig read(byte[] bytes) throws ImageFormatException {
    Json json = Json.parse(bytes, DOCUMENT);
    Json rootfs = json.require("rootfs");
    String type = rootfs.text("type");
    if (!type.equals("layers")) {
      throw rootfs.error("has the type `" + type + "`; only `layers` is known");
    }
    List<Digest> diffIds = new ArrayList<>();
    for (Json item : rootfs.list("diff_ids")) {
      diffIds.add(ImageJson.digest(item));
    }
    List<History> history = new ArrayList<>();
    for (Json item : json.list("history")) {
      history.add(readHistory(item));
    }
    Optional<Json> config = json.get("config");
    return new ImageConfig(
        ImageJson.readPlatform(json),
        time(json),
        json.text("author"),
        config.isEmpty() ? ContainerConfig.EMPTY : readContainer(config.get()),
        diffIds,
        history);
  }

  private static History readHistory(Json json) throws ImageFormatException {
    return new History(
        time(json),
        json.text("created_by"),
        json.text("comment"),
        json.text("author"),
        json.bool("empty_layer"));
  }

  private static ContainerConfig readContainer(Json json) throws ImageFormatException {
    Optional<Json> health = json.get("Healthcheck");
    return new ContainerConfig(
        json.text("User"),
        new TreeSet<>(json.fields("ExposedPorts").keySet()),
        json.texts("Env").orElse(List.of()),
        json.texts("Entrypoint"),
        json.texts("Cmd"),
        new TreeSet<>(json.fields("Volumes").keySet()),
        json.text("WorkingDir"),
        ImageJson.readTexts(json, "Labels"),
        json.text("StopSignal"),
        health.isEmpty() ? Optional.empty() : Optional.of(readHealth(health.get())),
        json.texts("OnBuild").orElse(List.of()),
        json.texts("Shell").orElse(List.of()),
        json.bool("ArgsEscaped"));
  }

  private static Healthcheck readHealth(Json json) throws ImageFormatException {
    long retries = json.integer("Retries");
    if (retries < 0 || retries > Integer.MAX_VALUE) {
      throw json.error("has `Retries` " + retries);
    }
    return new Healthcheck(
        json.texts("Test").orElse(List.of()),
        json.integer("Interval"),
        json.integer("Timeout"),
        json.integer("StartPeriod"),
        json.integer("StartInterval"),
        (int) retries);
  }

  private static Optional<Instant> time(Json json) throws ImageFormatException {
    Optional<Json> created = json.get("created");
    if (created.isEmpty()) {
      return Optional.empty();
    }
    String text = created.get().text();
    try {
      return Optional.of(Rfc3339.parse(text));
    } catch (DateTimeException e) {
      throw created.get().error("is not a time in RFC 3339 form: `" + text + "`");
    }
  }

  static byte[] write(ImageConfig image) {
    JsonText out = new JsonText().open();
    out.field("architecture", image.platform().architecture());
    out.fieldIfAny("author", image.author());
    writeContainer(out, image.config());
    image.created().ifPresent(at -> out.field("created", Rfc3339.format(at)));
    if (!image.history().isEmpty()) {
      out.openList("history");
      image.history().forEach(line -> writeHistory(out, line));
      out.closeList();
    }
    out.field("os", image.platform().os());
    writeListIfAny(out, "os.features", image.platform().osFeatures());
    out.fieldIfAny("os.version", image.platform().osVersion());
    out.open("rootfs")
        .field("type", "layers")
        .field("diff_ids", image.diffIds().stream().map(Digest::toString).toList())
        .close();
    return out.fieldIfAny("variant", image.platform().variant()).close().bytes();
  }

  private static void writeHistory(JsonText out, History line) {
    out.open();
    line.created().ifPresent(at -> out.field("created", Rfc3339.format(at)));
    out.fieldIfAny("created_by", line.createdBy())
        .fieldIfAny("author", line.author())
        .fieldIfAny("comment", line.comment());
    if (line.emptyLayer()) {
      out.field("empty_layer", true);
    }
    out.close();
  }

  private static void writeContainer(JsonText out, ContainerConfig config) {
    out.open("config").fieldIfAny("User", config.user());
    writeSet(out, "ExposedPorts", config.exposedPorts());
    writeListIfAny(out, "Env", config.env());
    config.entrypoint().ifPresent(words -> out.field("Entrypoint", words));
    config.cmd().ifPresent(words -> out.field("Cmd", words));
    writeSet(out, "Volumes", config.volumes());
    out.fieldIfAny("WorkingDir", config.workingDir())
        .fieldIfAny("Labels", config.labels())
        .fieldIfAny("StopSignal", config.stopSignal());
    if (config.argsEscaped()) {
      out.field("ArgsEscaped", true);
    }
    config.healthcheck().ifPresent(health -> writeHealth(out, health));
    writeListIfAny(out, "OnBuild", config.onBuild());
    writeListIfAny(out, "Shell", config.shell());
    out.close();
  }

  private static void writeHealth(JsonText out, Healthcheck health) {
    out.open("Healthcheck");
    writeListIfAny(out, "Test", health.test());
    writeIfSet(out, "Interval", health.interval());
    writeIfSet(out, "Timeout", health.timeout());
    writeIfSet(out, "StartPeriod", health.startPeriod());
    writeIfSet(out, "StartInterval", health.startInterval());
    writeIfSet(out, "Retries", health.retries());
    out.close();
  }

  private static void writeIfSet(JsonText out, String name, long value) {
    if (value != 0) {
      out.field(name, value);
    }
  }

  private static void writeListIfAny(JsonText out, String name, List<String> values) {
    if (!values.isEmpty()) {
      out.field(name, values);
    }
  }

  /** A set is an object with empty objects, as Go writes {@code map[string]struct{}}. */
  private static void writeSet(JsonText out, String name, Iterable<String> values) {
    if (!values.iterator().hasNext()) {
      return;
    }
    out.open(name);
    values.forEach(value -> out.open(value).close());
    out.close();
  }
}
