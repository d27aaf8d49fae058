package io.jbuild.core.compare;

import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares configs field by field, variables and labels name by name. */
final class ConfigComparison {
  private final List<Difference> found;

  ConfigComparison(List<Difference> found) {
    this.found = found;
  }

  void compare(ImageConfig first, ImageConfig second) {
    add(Difference.Kind.CONFIG, "platform", first.platform(), second.platform());
    add(
        Difference.Kind.CONFIG,
        "os.version",
        first.platform().osVersion(),
        second.platform().osVersion());
    add(Difference.Kind.CONFIG, "author", first.author(), second.author());
    add(
        Difference.Kind.TIME,
        "created",
        first.created().map(Object::toString).orElse(""),
        second.created().map(Object::toString).orElse(""));
    ContainerConfig a = first.config();
    ContainerConfig b = second.config();
    config("User", a.user(), b.user());
    config("WorkingDir", a.workingDir(), b.workingDir());
    config("Entrypoint", a.entrypoint(), b.entrypoint());
    config("Cmd", a.cmd(), b.cmd());
    config("Shell", a.shell(), b.shell());
    config("StopSignal", a.stopSignal(), b.stopSignal());
    config("Healthcheck", a.healthcheck(), b.healthcheck());
    config("OnBuild", a.onBuild(), b.onBuild());
    config("ExposedPorts", a.exposedPorts(), b.exposedPorts());
    config("Volumes", a.volumes(), b.volumes());
    config("ArgsEscaped", a.argsEscaped(), b.argsEscaped());
    byName("Labels", a.labels(), b.labels());
    Map<String, String> firstEnv = variables(a.env());
    Map<String, String> secondEnv = variables(b.env());
    byName("Env", firstEnv, secondEnv);
    if (firstEnv.equals(secondEnv)) {
      config("Env", a.env(), b.env());
    }
  }

  private static Map<String, String> variables(List<String> env) {
    Map<String, String> variables = new TreeMap<>();
    for (String variable : env) {
      int equals = variable.indexOf('=');
      variables.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    return variables;
  }

  private void byName(String field, Map<String, String> first, Map<String, String> second) {
    var names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      if (!Objects.equals(first.get(name), second.get(name))) {
        config(field + "." + name, shown(first.get(name)), shown(second.get(name)));
      }
    }
  }

  /** A name without value is not a missing name. */
  private static String shown(String value) {
    return value == null ? "" : "`" + value + "`";
  }

  private void config(String field, Object first, Object second) {
    if (!first.equals(second)) {
      add(Difference.Kind.CONFIG, field, text(first), text(second));
    }
  }

  private static String text(Object value) {
    return value instanceof java.util.Optional<?> optional
        ? optional.map(Object::toString).orElse("")
        : value.toString();
  }

  private void add(Difference.Kind kind, String field, Object first, Object second) {
    if (!first.equals(second)) {
      found.add(new Difference(kind, "config", "", field, first.toString(), second.toString()));
    }
  }
}
