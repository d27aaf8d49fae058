package io.jbuild.core.plan;

import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Healthcheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The container config of a stage while its instructions are folded into it. */
final class ConfigDraft {
  /** The PATH of an image that sets none. */
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  String user;
  String workingDir;
  String stopSignal;
  Optional<List<String>> entrypoint;
  Optional<List<String>> cmd;
  Optional<Healthcheck> healthcheck;
  List<String> shell;
  boolean argsEscaped;
  final List<String> onBuild = new ArrayList<>();
  final SortedSet<String> exposedPorts;
  final SortedSet<String> volumes;
  final SortedMap<String, String> labels;
  private final Map<String, String> env = new LinkedHashMap<>();

  private ConfigDraft(ContainerConfig config) {
    this.user = config.user();
    this.workingDir = config.workingDir();
    this.stopSignal = config.stopSignal();
    this.entrypoint = config.entrypoint();
    this.cmd = config.cmd();
    this.healthcheck = config.healthcheck();
    this.shell = config.shell();
    this.argsEscaped = config.argsEscaped();
    this.exposedPorts = new TreeSet<>(config.exposedPorts());
    this.volumes = new TreeSet<>(config.volumes());
    this.labels = new TreeMap<>(config.labels());
    for (String entry : config.env()) {
      int equals = entry.indexOf('=');
      env.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    env.putIfAbsent("PATH", DEFAULT_PATH);
  }

  /**
   * What a stage on this config begins with: PATH is set whatever the base says, and the base's
   * triggers are not handed on.
   */
  static ConfigDraft on(ContainerConfig base) {
    var draft = new ConfigDraft(base);
    if (!draft.workingDir.isEmpty()) {
      draft.workingDir = UnixPath.workdir("", draft.workingDir);
    }
    return draft;
  }

  /** The config of {@code FROM scratch}. */
  static ConfigDraft empty() {
    var draft = new ConfigDraft(ContainerConfig.EMPTY);
    draft.workingDir = "/";
    return draft;
  }

  /** Sets a variable of the image; one that is there keeps its place. */
  void putEnv(String name, String value) {
    env.put(name, value);
  }

  Map<String, String> env() {
    return env;
  }

  /** The shell form as an argument list. */
  List<String> withShell(String command) {
    var arguments = new ArrayList<>(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    arguments.add(command);
    return arguments;
  }

  ContainerConfig toConfig() {
    return new ContainerConfig(
        user,
        exposedPorts,
        entries(env.entrySet()),
        entrypoint,
        cmd,
        volumes,
        workingDir,
        labels,
        stopSignal,
        healthcheck,
        onBuild,
        shell,
        argsEscaped);
  }

  static List<String> entries(Collection<Map.Entry<String, String>> variables) {
    return variables.stream().map(v -> v.getKey() + "=" + v.getValue()).toList();
  }
}
