package io.jbuild.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the plain form of a build's command line: whole option names, each value of one word, one
 * context. Anything else (an abbreviation, a cluster, a mistake) is left to picocli, which costs
 * more than a quarter of a cached build. Both readings of a line that this one takes are equal; a
 * test holds them against each other.
 */
final class PlainBuildLine {
  private final BuildCommand command = new BuildCommand();
  private final Set<String> given = new HashSet<>();
  private boolean hasContext;

  private PlainBuildLine() {}

  /** The command with its options set; nothing when the line is not of the plain form. */
  static Optional<BuildCommand> read(List<String> args) {
    var line = new PlainBuildLine();
    for (int i = 0; i < args.size(); i++) {
      String word = args.get(i);
      if (word.isEmpty() || word.startsWith("@")) {
        return Optional.empty();
      }
      if (!word.startsWith("-")) {
        if (line.hasContext) {
          return Optional.empty();
        }
        line.hasContext = true;
        line.command.options.context = word;
        continue;
      }
      if (line.flag(word)) {
        continue;
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 && ++i == args.size()) {
        return Optional.empty();
      }
      String value = equals < 0 ? args.get(i) : word.substring(equals + 1);
      boolean plain = !value.isEmpty() && (equals > 0 || !value.startsWith("-"));
      if (!plain || value.startsWith("\"") || !line.value(name, value)) {
        return Optional.empty();
      }
    }
    return Optional.of(line.command);
  }

  private boolean flag(String name) {
    switch (name) {
      case "--no-cache" -> command.noCache = true;
      case "--check" -> command.check = true;
      case "--pull" -> command.options.pull = true;
      case "--push" -> command.push = true;
      case "--load" -> command.load = true;
      case "-q", "--quiet" -> command.quiet = true;
      default -> {
        return false;
      }
    }
    return given.add(name.equals("-q") ? "--quiet" : name);
  }

  /** Sets an option; false when there is no such option, or when it may not stand twice. */
  private boolean value(String name, String value) {
    switch (name) {
      case "-t", "--tag" -> command.tags.add(value);
      case "-o", "--output" -> command.outputs.add(value);
      case "--platform" -> command.options.platforms.add(value);
      case "--annotation" -> command.options.annotations.add(value);
      case "--cache-from" -> command.cacheFrom.add(value);
      case "--cache-to" -> command.cacheTo.add(value);
      case "--build-arg" -> command.options.buildArgs.add(value);
      case "--no-cache-filter" -> command.noCacheFilter.add(value);
      case "--label" -> command.options.labels.add(value);
      case "--build-context" -> command.options.buildContexts.add(value);
      case "--secret" -> command.options.run.secrets.add(value);
      case "--ssh" -> command.options.run.ssh.add(value);
      case "--allow" -> command.options.run.allow.add(value);
      case "--add-host" -> command.options.run.hosts.add(value);
      case "--ulimit" -> command.options.run.ulimits.add(value);
      default -> {
        return single(name, value);
      }
    }
    return true;
  }

  private boolean single(String name, String value) {
    switch (name) {
      case "-f", "--file" -> command.options.file = value;
      case "--target" -> command.options.target = value;
      case "--network" -> command.options.network = value;
      case "--shm-size" -> command.options.run.shmSize = value;
      case "--iidfile" -> command.iidFile = Path.of(value);
      case "--metadata-file" -> command.metadataFile = Path.of(value);
      case "--progress" -> command.progress = value;
      case "--call", "--print" -> command.call = value;
      case "--root" -> command.store.root = Path.of(value);
      default -> {
        return false;
      }
    }
    return given.add(
        switch (name) {
          case "-f" -> "--file";
          case "--print" -> "--call";
          default -> name;
        });
  }
}
