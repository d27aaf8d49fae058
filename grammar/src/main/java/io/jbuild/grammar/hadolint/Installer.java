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
 * @param valued names of its options that take a value
 * @param pinned whether an operand says which version
 * @param form how a version is written
 */
record Installer(
    HadolintRule rule,
    Set<String> programs,
    Set<String> actions,
    Set<String> valued,
    Predicate<String> pinned,
    String form) {

  private static final Set<String> RPM_OPTIONS =
      Set.of(
          "c",
          "config",
          "d",
          "debuglevel",
          "e",
          "errorlevel",
          "enablerepo",
          "disablerepo",
          "repo",
          "repoid",
          "installroot",
          "releasever",
          "setopt",
          "x",
          "exclude",
          "excludepkgs",
          "color",
          "disableplugin",
          "enableplugin",
          "comment",
          "advisory",
          "destdir",
          "downloaddir",
          "forcearch",
          "repofrompath",
          "rpmverbosity",
          "R",
          "randomwait");

  /** Those whose operands are packages and nothing else. */
  static final List<Installer> ALL =
      List.of(
          new Installer(
              HadolintRule.PIN_APT_VERSIONS,
              Set.of("apt-get"),
              Set.of("install"),
              Set.of(
                  "t",
                  "target-release",
                  "default-release",
                  "o",
                  "option",
                  "c",
                  "config-file",
                  "a",
                  "host-architecture",
                  "P",
                  "build-profiles"),
              name -> name.contains("=") || name.contains("/") || name.endsWith(".deb"),
              "name=version"),
          new Installer(
              HadolintRule.PIN_APK_VERSIONS,
              Set.of("apk"),
              Set.of("add"),
              Set.of(
                  "t",
                  "virtual",
                  "X",
                  "repository",
                  "p",
                  "root",
                  "arch",
                  "keys-dir",
                  "repositories-file",
                  "wait",
                  "cache-dir",
                  "cache-max-age",
                  "timeout"),
              name -> hasOneOf(name, "=<>~") || name.endsWith(".apk") || name.startsWith("!"),
              "name=version"),
          new Installer(
              HadolintRule.PIN_GEM_VERSIONS,
              Set.of("gem"),
              Set.of("install", "i"),
              Set.of(
                  "i",
                  "install-dir",
                  "n",
                  "bindir",
                  "document",
                  "build-root",
                  "platform",
                  "P",
                  "trust-policy",
                  "s",
                  "source",
                  "p",
                  "http-proxy",
                  "B",
                  "bulk-threshold",
                  "config-file",
                  "v",
                  "version",
                  "use-system-libraries"),
              name -> name.contains(":") || name.endsWith(".gem"),
              "name:version"),
          new Installer(
              HadolintRule.PIN_YUM_VERSIONS,
              Set.of("yum"),
              Set.of("install"),
              RPM_OPTIONS,
              Installer::isPinnedRpm,
              "name-version"),
          new Installer(
              HadolintRule.PIN_DNF_VERSIONS,
              Set.of("dnf", "dnf5", "microdnf"),
              Set.of("install", "in"),
              RPM_OPTIONS,
              Installer::isPinnedRpm,
              "name-version"),
          new Installer(
              HadolintRule.PIN_ZYPPER_VERSIONS,
              Set.of("zypper"),
              Set.of("install", "in"),
              Set.of(
                  "r",
                  "repo",
                  "from",
                  "R",
                  "root",
                  "t",
                  "type",
                  "D",
                  "reposd-dir",
                  "C",
                  "cache-dir",
                  "config",
                  "p",
                  "plus-repo",
                  "installroot"),
              name -> hasOneOf(name, "=<>") || name.endsWith(".rpm"),
              "name=version"),
          new Installer(
              HadolintRule.PIN_NPM_VERSIONS,
              Set.of("npm"),
              Set.of("install", "i", "add", "in", "ins"),
              Set.of(
                  "registry",
                  "loglevel",
                  "prefix",
                  "C",
                  "cache",
                  "workspace",
                  "w",
                  "omit",
                  "include",
                  "userconfig",
                  "globalconfig",
                  "tag",
                  "before",
                  "cpu",
                  "os",
                  "install-strategy",
                  "fetch-timeout",
                  "maxsockets"),
              NodePackage::isPinned,
              "name@version"));

  private static boolean hasOneOf(String text, String characters) {
    return characters.chars().anyMatch(c -> text.indexOf(c) >= 0);
  }

  /** {@code name-version} or {@code name-version-release}, with an epoch perhaps. */
  private static boolean isPinnedRpm(String name) {
    if (name.endsWith(".rpm") || name.startsWith("@") || hasOneOf(name, "=<>/")) {
      return true;
    }
    int last = name.lastIndexOf('-');
    int before = last < 0 ? -1 : name.lastIndexOf('-', last - 1);
    return last > 0 && (isDigit(name, last + 1) || (before > 0 && isVersion(name, before + 1)));
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Whether a version of several numbers begins there: {@code java-11-openjdk} has none. */
  private static boolean isVersion(String name, int at) {
    return isDigit(name, at) && name.substring(at, name.lastIndexOf('-')).indexOf(':') > 0;
  }

  /** The packages that a command installs, empty if it installs none. */
  List<ShellWord> packages(SimpleCommand command) {
    if (!programs.contains(command.name())) {
      return List.of();
    }
    var call = Invocation.of(arguments(command), valued);
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

  /** Whether an operand says which version; streams of modules are named after a colon. */
  boolean isPinned(String name, SimpleCommand command) {
    boolean module = command.arguments().stream().anyMatch(a -> a.text().equals("module"));
    return module ? name.contains(":") : pinned.test(name);
  }
}
