package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Rules that want versions of packages. */
final class VersionChecks implements Check {
  private static final Set<String> VALUED_GO =
      Set.of(
          "C",
          "o",
          "p",
          "tags",
          "mod",
          "modfile",
          "overlay",
          "ldflags",
          "gcflags",
          "asmflags",
          "gccgoflags",
          "exec",
          "toolexec",
          "buildmode",
          "compiler",
          "pkgdir",
          "installsuffix",
          "pgo");

  private final Findings findings;

  VersionChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    for (SimpleCommand command : visit.commands()) {
      if (command.name().equals("go")) {
        go(command, visit);
      }
      for (Installer installer : Installer.ALL) {
        if (installer.programs().contains(command.name())) {
          List<ShellWord> packages = installer.packages(command);
          Predicate<String> pinned = installer.pinned(command);
          report(
              installer.rule(),
              packages.stream().filter(p -> !isPinned(p, pinned, visit)).toList(),
              installer.form(),
              visit);
        }
      }
    }
  }

  /** A variable may hold several packages. */
  private static boolean isPinned(ShellWord word, Predicate<String> pinned, Visit visit) {
    String value = visit.scope().expand(word);
    if (word.isStatic()) {
      return pinned.test(value);
    }
    for (String name : value.strip().split("\\s+")) {
      if (!pinned.test(name)) {
        return false;
      }
    }
    return true;
  }

  private void report(HadolintRule rule, List<ShellWord> loose, String form, Visit visit) {
    if (!loose.isEmpty()) {
      List<String> names = new ArrayList<>();
      loose.stream().limit(5).forEach(word -> names.add("`" + word.text() + "`"));
      findings.add(
          rule,
          visit,
          loose.getFirst().range(),
          "no version is given for "
              + String.join(", ", names)
              + (loose.size() > names.size() ? " and others" : "")
              + ", so the same build gives other images later",
          "write `" + form + "`");
    }
  }

  private void go(SimpleCommand command, Visit visit) {
    List<ShellWord> arguments = command.arguments();
    int action = 0;
    while (action < arguments.size() && arguments.get(action).text().startsWith("-")) {
      action += VALUED_GO.contains(flag(arguments.get(action))) ? 2 : 1;
    }
    if (action >= arguments.size()) {
      return;
    }
    String name = arguments.get(action).text();
    if (!name.equals("install") && !name.equals("get") && !name.equals("run")) {
      return;
    }
    List<ShellWord> loose = new ArrayList<>();
    for (int i = action + 1; i < arguments.size(); i++) {
      ShellWord word = arguments.get(i);
      if (word.text().startsWith("-")) {
        i += VALUED_GO.contains(flag(word)) ? 1 : 0;
        continue;
      }
      if (!isPinnedGo(visit.scope().expand(word))) {
        loose.add(word);
      }
      // What follows the package is for the program.
      if (name.equals("run")) {
        break;
      }
    }
    report(HadolintRule.PIN_GO_VERSIONS, loose, "package@version", visit);
  }

  private static String flag(ShellWord word) {
    return word.text().replaceFirst("^--?", "");
  }

  private static boolean isPinnedGo(String name) {
    if (name.startsWith(".") || name.startsWith("/") || name.endsWith(".go")) {
      return true;
    }
    int at = name.indexOf('@');
    return at > 0 && !name.substring(at + 1).equals("latest");
  }
}
