package io.jbuild.core.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.core.context.MiniDockerfile.Beyond;
import io.jbuild.core.context.MiniDockerfile.Heredoc;
import io.jbuild.core.context.MiniDockerfile.Line;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import io.jbuild.grammar.ModeChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds recorded cases of COPY and ADD in memory; of RUN it knows mkdir, touch and ln. */
final class MiniBuild {
  static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);
  private static final Set<String> CONFIG =
      Set.of("USER", "CMD", "LABEL", "ENTRYPOINT", "EXPOSE", "MAINTAINER", "VOLUME");

  private final FileTree context;
  private final JsonNode bases;
  private final JsonNode build;
  private final Path temporary;
  private final Map<String, MemoryTree> stages = new LinkedHashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private MemoryTree tree;
  private String workdir = "/";

  MiniBuild(FileTree context, JsonNode bases, JsonNode build, Path temporary) {
    this.context = context;
    this.bases = bases;
    this.build = build;
    this.temporary = temporary;
  }

  MemoryTree run(String dockerfile) throws IOException {
    for (Line line : MiniDockerfile.lines(dockerfile)) {
      switch (line.keyword()) {
        case "FROM" -> from(line.arguments().split("\\s+"));
        case "ARG", "ENV" -> variable(line);
        case "COPY", "ADD" -> copy(line);
        case "WORKDIR" -> makeWorkdir(line.arguments());
        case "RUN" -> command(line);
        default -> {
          if (!CONFIG.contains(line.keyword())) {
            throw new Beyond(line.keyword());
          }
        }
      }
    }
    String target = build.path("target").asText("");
    return target.isEmpty() ? tree : stages.get(target);
  }

  private void from(String[] words) {
    tree = new MemoryTree(base(words[0]));
    tree.touched.addAll(stages.containsKey(words[0]) ? stages.get(words[0]).touched : Set.of());
    workdir = "/";
    stages.put(words.length > 2 ? words[2] : String.valueOf(stages.size()), tree);
  }

  private MemoryTree base(String name) {
    if (stages.containsKey(name)) {
      return stages.get(name);
    }
    var base = new MemoryTree();
    if (name.equals("scratch")) {
      return base;
    }
    JsonNode image = bases.path(name.replace(":latest", ""));
    if (image.isMissingNode()) {
      throw new Beyond("the base " + name);
    }
    JsonNode root = image.has("as") ? bases.get(image.get("as").asText()) : image;
    root.get("dirs")
        .properties()
        .forEach(
            dirs ->
                dirs.getValue()
                    .forEach(dir -> base.directory(below(dir), octal(dirs.getKey()), 0, 0)));
    image.path("more_dirs").forEach(dir -> base.directory(below(dir), 0755, 0, 0));
    root.get("files")
        .properties()
        .forEach(
            file -> {
              String text = file.getValue().path("text").asText("");
              base.file(
                  file.getKey().substring(1),
                  octal(file.getValue().get("mode").asText()),
                  0,
                  0,
                  text);
            });
    return base;
  }

  private static String below(JsonNode path) {
    return path.asText().substring(1);
  }

  private static int octal(String text) {
    return Integer.parseInt(text, 8);
  }

  private void variable(Line line) {
    String[] parts = line.arguments().split("[= ]", 2);
    String given = build.path("build_args").path(parts[0]).asText(null);
    if (line.keyword().equals("ARG") && given != null) {
      variables.put(parts[0], given);
    } else if (parts.length > 1) {
      variables.put(parts[0], parts[1]);
    }
  }

  private void copy(Line line) throws IOException {
    FileTree source = context;
    Optional<CopyOptions.Owner> owner = Optional.empty();
    Optional<ModeChange> mode = Optional.empty();
    boolean parents = false;
    List<String> excludes = new ArrayList<>();
    List<String> words = new ArrayList<>(MiniDockerfile.words(line.arguments()));
    while (words.getFirst().startsWith("--")) {
      String[] flag = words.removeFirst().split("=", 2);
      String value = flag.length > 1 ? MiniDockerfile.expand(flag[1], variables) : "";
      switch (flag[0]) {
        case "--from" -> source = stage(value);
        case "--chown" -> owner = Optional.of(owner(value));
        case "--chmod" -> mode = Optional.of(ModeChange.parse(value));
        case "--parents" -> parents = true;
        case "--exclude" -> excludes.add(value);
        default -> throw new Beyond(flag[0]);
      }
    }
    String destination = destination(MiniDockerfile.expand(words.removeLast(), variables));
    List<CopyInput> inputs = new ArrayList<>();
    words.removeIf(word -> word.startsWith("<<"));
    words.forEach(
        word -> inputs.add(new CopyInput.Pattern(MiniDockerfile.expand(word, variables))));
    for (Heredoc heredoc : line.heredocs()) {
      String text =
          heredoc.expand() ? MiniDockerfile.expand(heredoc.text(), variables) : heredoc.text();
      inputs.add(new CopyInput.Inline(heredoc.name(), text.getBytes(StandardCharsets.UTF_8)));
    }
    boolean unpack = line.keyword().equals("ADD");
    var filter = new CopyFilter(unpack, parents, IgnoreRules.ofPatterns(excludes));
    var selection = CopySelection.select(source, "the build context", inputs, filter);
    selection.digest();
    var options = new CopyOptions(owner, mode, NOW);
    try (var plan = CopyPlan.of(List.of(selection), tree, destination, options, temporary)) {
      tree.apply(plan.entries());
    }
  }

  private MemoryTree stage(String name) {
    if (stages.containsKey(name)) {
      return stages.get(name);
    }
    if (name.matches("\\d+")) {
      return List.copyOf(stages.values()).get(Integer.parseInt(name));
    }
    return base(name);
  }

  private static CopyOptions.Owner owner(String text) {
    if (!text.matches("\\d+(:\\d+)?")) {
      throw new Beyond("names in --chown");
    }
    String[] ids = text.split(":");
    int uid = Integer.parseInt(ids[0]);
    return new CopyOptions.Owner(uid, ids.length > 1 ? Integer.parseInt(ids[1]) : uid);
  }

  private String destination(String text) {
    String clean = CleanPath.clean(text.startsWith("/") ? text : workdir + "/" + text);
    boolean directory = text.endsWith("/") || text.equals(".");
    return directory && !clean.endsWith("/") ? clean + "/" : clean;
  }

  private void makeWorkdir(String path) {
    workdir = CleanPath.clean(path.startsWith("/") ? path : workdir + "/" + path);
    makeDirectories(workdir.substring(1), 0755);
  }

  private void makeDirectories(String path, int mode) {
    if (path.isEmpty() || tree.find(path).isPresent()) {
      return;
    }
    makeDirectories(CleanPath.parent(path), 0755);
    tree.add(Entry.directory(path, mode, 0, 0, NOW), "");
    tree.touched.add(path);
  }

  private void command(Line line) {
    for (String command : line.arguments().split("&&")) {
      String[] words = command.strip().split("\\s+");
      List<String> paths = new ArrayList<>();
      for (String word : words) {
        if (word.startsWith("/")) {
          paths.add(word.substring(1));
        }
      }
      switch (words[0]) {
        case "mkdir" -> paths.forEach(path -> makeDirectories(path, 0755));
        case "touch" -> {
          if (words.length > 1 && words[1].equals("-r")) {
            throw new Beyond("touch -r");
          }
          Instant time =
              words.length > 3 && words[2].startsWith("@")
                  ? Instant.ofEpochSecond(Long.parseLong(words[2].substring(1)))
                  : NOW;
          for (String path : paths) {
            tree.add(Entry.file(path, 0644, 0, 0, 0, time), "");
            tree.touched.add(path);
          }
        }
        case "ln" -> {
          if (!words[1].equals("-s")) {
            throw new Beyond("hardlinks");
          }
          String link = words[words.length - 1].replaceFirst("^/", "");
          tree.add(Entry.symlink(link, words[words.length - 2], 0, 0, NOW), "");
          tree.touched.add(link);
        }
        case "ls", "[", "find", "/bin/find", "!" -> {}
        default -> {
          if (!command.startsWith("sh -c \"[")) {
            throw new Beyond("RUN");
          }
        }
      }
    }
  }
}
