package io.jbuild.core.space;

import io.jbuild.cache.Limits;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far a store may grow before a build drops something of it, as the file {@code store.json}
 * says in {@code /etc/jbuild} and the user's configuration folder, the latter field by field before
 * the former:
 *
 * <pre>
 * {"gc": {"enabled": true, "maxUsedSpace": "60%", "minFreeSpace": "20%", "reservedSpace": "10GB",
 *         "keepDuration": "48h"}}
 * </pre>
 *
 * What is not said is as BuildKit has it: at most 60 % of the disk and 100 GB, 20 % of the disk
 * free, for which the last 10 GB (or 10 % of the disk, if that is less) are not given up. A field
 * that is not known is an error: misspelt it would be one that is silently not there.
 *
 * @param enabled whether builds drop anything
 */
public record SpaceSettings(boolean enabled, Limits limits) {
  public static final String NAME = "store.json";
  private static final long GB = 1L << 30;
  private static final Set<String> KEYS =
      Set.of("enabled", "maxUsedSpace", "minFreeSpace", "reservedSpace", "keepDuration");

  /**
   * The settings of files, later ones before earlier ones.
   *
   * @param disk size of the file system of the store
   * @throws ImageFormatException with a message for the user when a file cannot be understood
   */
  public static SpaceSettings read(List<Path> files, long disk) throws IOException {
    var settings =
        new SpaceSettings(
            true,
            new Limits(
                OptionalLong.of(Math.min(disk / 10 * 6, 100 * GB)),
                OptionalLong.of(disk / 5),
                Math.min(disk / 10, 10 * GB),
                Duration.ZERO));
    for (Path file : files) {
      try {
        Json json = Json.parse(Files.readAllBytes(file), "file `" + file + "`");
        settings = settings.with(json, disk);
      } catch (NoSuchFileException e) {
        continue;
      }
    }
    return settings;
  }

  private SpaceSettings with(Json json, long disk) throws ImageFormatException {
    for (Map.Entry<String, Json> field : json.fields().entrySet()) {
      if (!field.getKey().equals("gc")) {
        throw field.getValue().error("is not known; allowed: `gc`");
      }
    }
    SpaceSettings result = this;
    for (Map.Entry<String, Json> field : json.fields("gc").entrySet()) {
      if (!KEYS.contains(field.getKey())) {
        throw field
            .getValue()
            .error(
                "is not known; allowed: `enabled`, `keepDuration`, `maxUsedSpace`, `minFreeSpace`,"
                    + " `reservedSpace`");
      }
      result = result.with(field.getKey(), field.getValue(), disk);
    }
    return result;
  }

  private SpaceSettings with(String key, Json value, long disk) throws ImageFormatException {
    Limits old = limits;
    try {
      return switch (key) {
        case "enabled" -> new SpaceSettings(value.bool(), old);
        case "maxUsedSpace" ->
            with(
                new Limits(
                    OptionalLong.of(DiskSize.parse(value.text(), disk)),
                    old.minFree(),
                    old.reserved(),
                    old.keep()));
        case "minFreeSpace" ->
            with(
                new Limits(
                    old.maxUsed(),
                    OptionalLong.of(DiskSize.parse(value.text(), disk)),
                    old.reserved(),
                    old.keep()));
        case "reservedSpace" ->
            with(
                new Limits(
                    old.maxUsed(), old.minFree(), DiskSize.parse(value.text(), disk), old.keep()));
        default ->
            with(
                new Limits(
                    old.maxUsed(), old.minFree(), old.reserved(), GoDuration.parse(value.text())));
      };
    } catch (IllegalArgumentException e) {
      throw value.error("cannot be used: " + e.getMessage());
    }
  }

  private SpaceSettings with(Limits other) {
    return new SpaceSettings(enabled, other);
  }
}
