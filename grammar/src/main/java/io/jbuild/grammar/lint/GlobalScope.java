package io.jbuild.grammar.lint;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.ExpansionBudget;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The variables that FROM sees.
 *
 * @param values the predefined ones and the ARGs before the first FROM that have a value
 * @param names of all of them, with a value or without
 * @param broken the first default that cannot be expanded
 */
public record GlobalScope(Map<String, String> values, Set<String> names, Optional<Broken> broken) {
  /**
   * A default that cannot be expanded.
   *
   * @param range where it stands
   * @param message what is wrong with it
   */
  public record Broken(Range range, String message) {}

  public GlobalScope {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    names = Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /**
   * The variables of a file.
   *
   * @param given the build args that take the place of defaults; none to see the defaults alone
   */
  public static GlobalScope of(
      Dockerfile dockerfile, CheckSettings settings, Map<String, String> given) {
    Map<String, String> values = predefined(dockerfile, settings);
    Set<String> names = new TreeSet<>(values.keySet());
    WordExpander expander = WordExpander.words(dockerfile.directives().escape());
    var budget = new ExpansionBudget();
    Optional<Broken> broken = Optional.empty();
    for (Arg arg : dockerfile.globalArgs()) {
      for (ArgDeclaration declaration : arg.declarations()) {
        String name = declaration.name().text();
        names.add(name);
        if (given.containsKey(name)) {
          values.put(name, given.get(name));
        } else if (declaration.defaultValue().isPresent()) {
          var word = declaration.defaultValue().get();
          Expansion value = expander.expand(word.text(), Variables.of(values));
          boolean covered = budget.covers(value);
          if (broken.isEmpty() && (!value.ok() || !covered)) {
            String tooLong = "the values of global ARGs are too long";
            broken = Optional.of(new Broken(word.range(), value.error().orElse(tooLong)));
          }
          if (!covered) {
            continue;
          }
          values.put(name, value.value());
        }
      }
    }
    return new GlobalScope(values, names, broken);
  }

  private static Map<String, String> predefined(Dockerfile dockerfile, CheckSettings settings) {
    Map<String, String> values = new LinkedHashMap<>();
    platform(values, "BUILD", settings.buildPlatform());
    platform(values, "TARGET", settings.targetPlatform());
    String last =
        dockerfile.stages().isEmpty() ? "" : dockerfile.stages().getLast().name().orElse("");
    String stage = settings.target().orElse(last);
    values.put("TARGETSTAGE", stage.isEmpty() ? "default" : stage);
    values.replaceAll((name, value) -> settings.buildArgs().getOrDefault(name, value));
    return values;
  }

  private static void platform(Map<String, String> values, String prefix, String text) {
    PlatformName platform =
        PlatformName.parse(text, text)
            .orElseThrow(() -> new IllegalArgumentException("`" + text + "` is no platform"));
    values.put(prefix + "PLATFORM", platform.toString());
    values.put(prefix + "OS", platform.os());
    values.put(prefix + "ARCH", platform.architecture());
    values.put(prefix + "VARIANT", platform.variant());
  }
}
