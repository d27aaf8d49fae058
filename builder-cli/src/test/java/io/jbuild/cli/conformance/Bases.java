package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stand-in base images, in a store that each case gets a copy of. */
final class Bases {
  private final Map<String, StandIn> images = new LinkedHashMap<>();
  private final Path store;

  private Bases(Path store) {
    this.store = store;
  }

  /** Imports all images of {@code bases.json} with the launcher. */
  static Bases make(JsonNode described, Path busybox, Launcher launcher, Path folder)
      throws IOException, InterruptedException {
    var bases = new Bases(folder.resolve("base-store"));
    for (var image : described.properties()) {
      if (!image.getValue().isObject()) {
        continue;
      }
      StandIn standIn = StandIn.of(image.getKey(), described, busybox);
      Path tar = folder.resolve(image.getKey() + ".tar");
      standIn.write(tar);
      List<String> arguments = new ArrayList<>(List.of("import", "--root", bases.store.toString()));
      standIn.changes().forEach(change -> arguments.addAll(List.of("--change", change)));
      arguments.addAll(List.of(tar.toString(), image.getKey()));
      Launcher.Outcome outcome = launcher.run(arguments, folder.resolve("import.log"));
      if (outcome.exitCode() != 0) {
        throw new IOException("cannot import `" + image.getKey() + "`: " + outcome.output());
      }
      bases.images.put(image.getKey(), standIn);
    }
    return bases;
  }

  /** The image of a name; nothing for scratch. */
  Optional<StandIn> find(String name) throws IOException {
    StandIn found = images.get(name);
    if (found == null && !name.equals("scratch")) {
      throw new IOException("bases.json has no `" + name + "`");
    }
    return Optional.ofNullable(found);
  }

  /** A store of one's own with the images in it: results of other cases must not be hits. */
  void copyStore(Path to) throws IOException, InterruptedException {
    Programs.run(List.of("cp", "-a", store.toString(), to.toString()));
    if (!Files.isDirectory(to)) {
      throw new IOException("no store at " + to);
    }
  }
}
