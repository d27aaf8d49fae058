package io.jbuild.cli.lsp;

import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.LayoutConfigs;
import io.jbuild.grammar.editor.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder of a Dockerfile as its context, and the images of a store; nothing is written. */
final class FileSurroundings implements Surroundings {
  private static final int MOST = 1000;

  private final Optional<Path> file;
  private final LayoutConfigs store;

  FileSurroundings(Optional<Path> file, Path storeRoot) {
    this.file = file;
    this.store = new LayoutConfigs(storeRoot.resolve("images"));
  }

  private Optional<Path> context() {
    return file.map(Path::getParent);
  }

  @Override
  public List<String> entries(String folder) {
    Optional<Path> place = inside(folder);
    if (place.isEmpty() || !Files.isDirectory(place.get())) {
      return List.of();
    }
    Path root = context().get();
    List<String> names = new ArrayList<>();
    try (Stream<Path> entries = Files.list(place.get())) {
      IgnoreRules rules = IgnoreRules.load(root, file);
      for (Path entry : (Iterable<Path>) entries.sorted().limit(MOST)::iterator) {
        boolean isFolder = Files.isDirectory(entry);
        boolean seen =
            !rules.excludes(root.relativize(entry).toString())
                || (isFolder && rules.hasExceptions());
        if (seen) {
          names.add(entry.getFileName() + (isFolder ? "/" : ""));
        }
      }
    } catch (IOException e) {
      // A folder that cannot be listed has nothing to propose.
      return List.of();
    }
    return names;
  }

  @Override
  public boolean hasFile(String path) {
    return inside(path).filter(Files::exists).isPresent();
  }

  /** A path of the context; none where it leads out of it or is no path. */
  Optional<Path> inside(String path) {
    try {
      String relative = path.startsWith("/") ? path.substring(1) : path;
      return context()
          .map(root -> root.resolve(relative).normalize())
          .filter(place -> place.startsWith(context().get().normalize()));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> images() {
    try {
      return store.names().stream().map(ImageName::familiar).sorted().toList();
    } catch (IOException | RuntimeException e) {
      // A store that cannot be read has nothing to propose.
      return List.of();
    }
  }

  @Override
  public Optional<String> image(String name) {
    try {
      return store.find(ImageName.parse(name), Platform.host()).map(FileSurroundings::describe);
    } catch (IOException | RuntimeException e) {
      // No name of an image, or a store that cannot be read: nothing is known of it.
      return Optional.empty();
    }
  }

  /** What an image sets, as the instructions that would set it. */
  private static String describe(ImageConfig image) {
    var lines = new ArrayList<String>();
    lines.add("# " + image.platform());
    var config = image.config();
    config.env().forEach(variable -> lines.add("ENV " + variable));
    add("WORKDIR ", config.workingDir(), lines);
    add("USER ", config.user(), lines);
    config.entrypoint().ifPresent(words -> lines.add("ENTRYPOINT " + array(words)));
    config.cmd().ifPresent(words -> lines.add("CMD " + array(words)));
    config.exposedPorts().forEach(port -> lines.add("EXPOSE " + port));
    config.volumes().forEach(volume -> lines.add("VOLUME " + volume));
    config.onBuild().forEach(trigger -> lines.add("ONBUILD " + trigger));
    return String.join("\n", lines);
  }

  private static String array(List<String> words) {
    return words.stream()
        .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static void add(String keyword, String value, List<String> lines) {
    if (!value.isEmpty()) {
      lines.add(keyword + value);
    }
  }
}
