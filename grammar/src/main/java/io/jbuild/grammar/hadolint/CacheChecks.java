package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules about what package managers leave in a layer. */
final class CacheChecks implements Check {
  /**
   * A package manager and what it leaves.
   *
   * @param fills the actions that leave something
   * @param cleaning the words that remove it again, one of each set
   * @param folders where it lies
   * @param remedy the command that removes it
   * @param lastOnly whether a stage that is thrown away may keep it
   */
  private record Cache(
      HadolintRule rule,
      Set<String> programs,
      Set<String> fills,
      List<Set<String>> cleaning,
      List<String> folders,
      String remedy,
      boolean lastOnly) {}

  private static final List<String> RPM_FOLDERS =
      List.of("/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum");

  private static final List<Cache> CACHES =
      List.of(
          new Cache(
              HadolintRule.APT_LISTS_LEFT,
              Set.of("apt-get", "apt", "aptitude"),
              Set.of("update"),
              List.of(Set.of("distclean", "dist-clean")),
              List.of("/var/lib/apt/lists"),
              "rm -rf /var/lib/apt/lists/*",
              true),
          new Cache(
              HadolintRule.YUM_CACHE_LEFT,
              Set.of("yum"),
              Set.of("install", "localinstall", "groupinstall", "reinstall", "update", "upgrade"),
              List.of(Set.of("clean"), Set.of("all")),
              RPM_FOLDERS,
              "yum clean all",
              false),
          new Cache(
              HadolintRule.DNF_CACHE_LEFT,
              Set.of("dnf", "dnf5", "microdnf"),
              Set.of(
                  "install",
                  "in",
                  "localinstall",
                  "groupinstall",
                  "reinstall",
                  "rei",
                  "upgrade",
                  "up",
                  "update",
                  "upgrade-minimal",
                  "up-min",
                  "update-minimal",
                  "downgrade",
                  "dg",
                  "distro-sync",
                  "dsync"),
              List.of(Set.of("clean"), Set.of("all")),
              RPM_FOLDERS,
              "dnf clean all",
              false),
          new Cache(
              HadolintRule.ZYPPER_CACHE_LEFT,
              Set.of("zypper"),
              Set.of("install", "in", "update", "up", "patch", "dist-upgrade", "dup"),
              List.of(Set.of("clean", "cc")),
              List.of("/var/cache/zypp"),
              "zypper clean",
              false),
          new Cache(
              HadolintRule.YARN_CACHE_LEFT,
              Set.of("yarn"),
              Set.of("install"),
              List.of(Set.of("cache"), Set.of("clean")),
              List.of("/root/.cache/yarn", "/usr/local/share/.cache/yarn"),
              "yarn cache clean",
              true));

  private final Findings findings;
  private final StageUses uses = new StageUses();
  private final List<Left> left = new ArrayList<>();

  /** What a RUN leaves, to be told if its stage is one that stays. */
  private record Left(Cache cache, SimpleCommand command, Visit visit) {}

  CacheChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section section) {
    uses.enter(section);
  }

  @Override
  public void look(Visit visit) {
    for (Cache cache : CACHES) {
      Optional<SimpleCommand> filled = filled(cache, visit.commands());
      if (filled.isPresent() && !Mount.keepsOut(visit, cache.folders)) {
        var leaves = new Left(cache, filled.get(), visit);
        if (cache.lastOnly && !visit.isTrigger()) {
          left.add(leaves);
        } else {
          report(leaves);
        }
      }
    }
  }

  /** The last command that fills the cache, if nothing after it empties the cache. */
  private static Optional<SimpleCommand> filled(Cache cache, List<SimpleCommand> commands) {
    SimpleCommand filled = null;
    for (SimpleCommand command : commands) {
      if (cache.programs.contains(command.name())) {
        List<ShellWord> operands = Invocation.of(command).operands();
        if (cleans(cache, operands)) {
          filled = null;
        } else if (fills(cache, operands)) {
          filled = command;
        }
      } else if (removes(cache, command)) {
        filled = null;
      }
    }
    return Optional.ofNullable(filled);
  }

  private static boolean fills(Cache cache, List<ShellWord> operands) {
    int at = 0;
    if (operands.size() > 1 && Set.of("module", "group").contains(operands.getFirst().text())) {
      at = 1;
    }
    return at < operands.size() && cache.fills.contains(operands.get(at).text());
  }

  private static boolean cleans(Cache cache, List<ShellWord> operands) {
    if (operands.size() < cache.cleaning.size()) {
      return false;
    }
    for (int i = 0; i < cache.cleaning.size(); i++) {
      if (!cache.cleaning.get(i).contains(operands.get(i).text())) {
        return false;
      }
    }
    return true;
  }

  /** Whether a command removes the folder, a folder around it, or all that is in it. */
  private static boolean removes(Cache cache, SimpleCommand command) {
    boolean removing =
        command.name().equals("rm")
            ? command.hasOption("r") || command.hasOption("R") || command.hasOption("recursive")
            : command.name().equals("find")
                && command.arguments().stream().anyMatch(a -> a.text().equals("-delete"));
    return removing
        && command.arguments().stream()
            .map(word -> folder(word.text()))
            .anyMatch(
                path ->
                    path.length() > 1
                        && cache.folders.stream()
                            .anyMatch(f -> f.equals(path) || f.startsWith(path + "/")));
  }

  private static String folder(String path) {
    String folder = path;
    while (folder.endsWith("/") || folder.endsWith("/*") || folder.endsWith("/.")) {
      folder = folder.substring(0, folder.lastIndexOf('/'));
    }
    return folder;
  }

  private void report(Left leaves) {
    Range range = leaves.command.words().getFirst().range();
    String message = "what `" + leaves.command.name() + "` fetches for itself stays in the layer";
    String hint = "remove it in the same RUN: `" + leaves.cache.remedy + "`";
    Optional<Integer> end = end(leaves.visit);
    if (end.isPresent()) {
      String added = " && " + leaves.cache.remedy;
      findings.add(
          leaves.cache.rule,
          leaves.visit,
          range,
          message,
          hint,
          Fix.suggested(
              "add `" + leaves.cache.remedy + "`", new Range(end.get(), end.get()), added));
    } else {
      findings.add(leaves.cache.rule, leaves.visit, range, message, hint);
    }
  }

  /** Where a command can be added: the script is one line that ends in a command. */
  private static Optional<Integer> end(Visit visit) {
    if (!visit.isShellForm() || visit.commands().isEmpty()) {
      return Optional.empty();
    }
    Run run = (Run) visit.instruction();
    int end = run.command().range().end();
    List<Heredoc> heredocs = run.heredocs();
    boolean whole = visit.commands().stream().anyMatch(command -> command.range().end() == end);
    return heredocs.isEmpty() && whole ? Optional.of(end) : Optional.empty();
  }

  @Override
  public void end() {
    Set<Section> kept = uses.lastLineage();
    for (Left leaves : left) {
      if (kept.contains(leaves.visit.section()) || leaves.visit.section().from().isEmpty()) {
        report(leaves);
      }
    }
  }
}
