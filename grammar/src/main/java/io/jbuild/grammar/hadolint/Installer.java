package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A package manager and how it is told versions.
 *
 * @param rule that wants them
 * @param programs its names
 * @param actions those of its actions that install
 * @param pinned whether an operand says which version
 * @param form how a version is written
 */
record Installer(
    HadolintRule rule,
    Set<String> programs,
    Set<String> actions,
    Predicate<String> pinned,
    String form) {

  /** Those whose operands are packages and nothing else. */
  static final List<Installer> ALL =
      List.of(
          new Installer(
              HadolintRule.PIN_APT_VERSIONS,
              Set.of("apt-get"),
              Set.of("install"),
              name -> name.contains("=") || name.contains("/") || name.endsWith(".deb"),
              "name=version"),
          new Installer(
              HadolintRule.PIN_APK_VERSIONS,
              Set.of("apk"),
              Set.of("add"),
              name -> hasOneOf(name, "=<>~") || name.endsWith(".apk") || name.startsWith("!"),
              "name=version"),
          new Installer(
              HadolintRule.PIN_GEM_VERSIONS,
              Set.of("gem"),
              Set.of("install", "i"),
              name -> name.contains(":") || name.endsWith(".gem"),
              "name:version"),
          new Installer(
              HadolintRule.PIN_YUM_VERSIONS,
              Set.of("yum"),
              Set.of("install"),
              Installer::isPinnedRpm,
              "name-version"),
          new Installer(
              HadolintRule.PIN_DNF_VERSIONS,
              Set.of("dnf", "dnf5", "microdnf"),
              Set.of("install", "in"),
              Installer::isPinnedRpm,
              "name-version"),
          new Installer(
              HadolintRule.PIN_ZYPPER_VERSIONS,
              Set.of("zypper"),
              Set.of("install", "in"),
              name -> hasOneOf(name, "=<>") || name.endsWith(".rpm"),
              "name=version"),
          new Installer(
              HadolintRule.PIN_NPM_VERSIONS,
              Set.of("npm"),
              Set.of("install", "i", "add", "in", "ins"),
              NodePackage::isPinned,
              "name@version"));

  private static boolean hasOneOf(String text, String characters) {
    return characters.chars().anyMatch(c -> text.indexOf(c) >= 0);
  }

  /**
   * {@code name-version} or {@code name-version-release}: a number after the last dash, which
   * {@code java-11-openjdk} has not. Groups cannot be pinned.
   */
  private static boolean isPinnedRpm(String name) {
    int last = name.lastIndexOf('-') + 1;
    boolean number = last > 1 && last < name.length() && Character.isDigit(name.charAt(last));
    return number || name.endsWith(".rpm") || name.startsWith("@") || hasOneOf(name, "=<>/");
  }

  /** The packages that a command installs, empty if it installs none. */
  List<ShellWord> packages(SimpleCommand command) {
    if (!programs.contains(command.name())) {
      return List.of();
    }
    var call = Invocation.of(arguments(command), ProgramOptions.valued(command.name()));
    boolean module = call.operand(0).equals("module");
    int action = module ? 1 : 0;
    if (!actions.contains(call.operand(action))) {
      return List.of();
    }
    boolean versionOption = rule == HadolintRule.PIN_GEM_VERSIONS && call.has("v", "version");
    return versionOption ? List.of() : call.from(action + 1);
  }

  /** What gem gets after two dashes is for the build of extensions. */
  private List<ShellWord> arguments(SimpleCommand command) {
    List<ShellWord> arguments = command.arguments();
    for (int i = 0; i < arguments.size() && rule == HadolintRule.PIN_GEM_VERSIONS; i++) {
      if (arguments.get(i).text().equals("--")) {
        return arguments.subList(0, i);
      }
    }
    return arguments;
  }

  /** How to see that an operand says which version; streams of modules stand after a colon. */
  Predicate<String> pinned(SimpleCommand command) {
    boolean module = command.arguments().stream().anyMatch(a -> a.text().equals("module"));
    return module ? name -> name.contains(":") : pinned;
  }
}
