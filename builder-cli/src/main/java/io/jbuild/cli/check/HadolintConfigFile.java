package io.jbuild.cli.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the configuration as hadolint does: the first of its places that has one counts. */
public final class HadolintConfigFile {
  private HadolintConfigFile() {}

  /**
   * The file that holds for a run; only looks whether files exist.
   *
   * @param folder the current one
   * @param home of the calling user
   * @param env for {@code XDG_CONFIG_HOME}
   */
  public static Optional<Path> find(Path folder, Path home, Map<String, String> env) {
    for (Path place : places(folder, home, env)) {
      for (String ending : List.of(".yaml", ".yml")) {
        Path file = place.resolveSibling(place.getFileName() + ending);
        if (Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> places(Path folder, Path home, Map<String, String> env) {
    List<Path> places = new ArrayList<>();
    places.add(folder.resolve(".hadolint"));
    String config = env.getOrDefault("XDG_CONFIG_HOME", "");
    if (!config.isEmpty()) {
      places.add(Path.of(config, "hadolint"));
    }
    places.add(home.resolve(".config/hadolint"));
    places.add(home.resolve(".hadolint/hadolint"));
    places.add(home.resolve("hadolint/config"));
    places.add(home.resolve(".hadolint"));
    return places;
  }
}
