package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.shell.Assignment;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Rules about pip. */
final class PipChecks implements Check {
  private static final String NO_CACHE = "PIP_NO_CACHE_DIR";

  private static final Set<String> VALUED =
      Set.of(
          "r",
          "requirement",
          "c",
          "constraint",
          "e",
          "editable",
          "t",
          "target",
          "platform",
          "python-version",
          "implementation",
          "abi",
          "root",
          "prefix",
          "src",
          "upgrade-strategy",
          "no-binary",
          "only-binary",
          "i",
          "index-url",
          "extra-index-url",
          "f",
          "find-links",
          "b",
          "build",
          "proxy",
          "trusted-host",
          "progress-bar",
          "cache-dir",
          "timeout",
          "retries",
          "log",
          "cert",
          "client-cert",
          "config-settings",
          "global-option",
          "install-option",
          "report",
          "exists-action",
          "keyring-provider",
          "use-feature",
          "use-deprecated",
          "group",
          "python",
          "suffix",
          "pip-args",
          "spec");

  private final Findings findings;

  PipChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    boolean off = false;
    for (SimpleCommand command : visit.commands()) {
      if (command.name().equals("export")) {
        for (ShellWord word : command.arguments()) {
          off |= word.text().startsWith(NO_CACHE + "=") && isTrue(value(word.text()));
        }
      }
      Optional<List<ShellWord>> arguments = arguments(command);
      if (arguments.isPresent()) {
        var call = Invocation.of(arguments.get(), VALUED);
        if (call.operand(0).equals("install")) {
          versions(call, visit);
          if (!command.name().equals("pipx") && !off && !isOff(command, visit)) {
            cache(call, visit);
          }
        }
      }
    }
  }

  /** What pip gets, be it called by its name or as a module of python. */
  private static Optional<List<ShellWord>> arguments(SimpleCommand command) {
    String name = command.name();
    List<ShellWord> arguments = command.arguments();
    if (name.equals("pipx") || isVersionOf(name, "pip")) {
      return Optional.of(arguments);
    }
    boolean module =
        isVersionOf(name, "python")
            && arguments.size() > 2
            && arguments.get(0).text().equals("-m")
            && arguments.get(1).text().equals("pip");
    return module ? Optional.of(arguments.subList(2, arguments.size())) : Optional.empty();
  }

  /** {@code pip}, {@code pip3}, {@code pip3.12}, with a folder perhaps. */
  private static boolean isVersionOf(String command, String program) {
    String name = Paths.fileName(command);
    return name.startsWith(program)
        && name.chars().skip(program.length()).allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private void versions(Invocation call, Visit visit) {
    if (call.has("r", "requirement", "c", "constraint", "build-constraint")) {
      return;
    }
    List<ShellWord> loose =
        call.from(1).stream().filter(word -> !isPinned(visit.scope().expand(word))).toList();
    if (!loose.isEmpty()) {
      findings.add(
          HadolintRule.PIN_PIP_VERSIONS,
          visit,
          loose.getFirst().range(),
          "no version is given for `"
              + loose.getFirst().text()
              + "`, so the same build gives other images later",
          "write `name==version`, or install from a file of requirements");
    }
  }

  private static boolean isPinned(String name) {
    if (name.startsWith("git+")
        || name.startsWith("hg+")
        || name.startsWith("bzr+")
        || name.startsWith("svn+")) {
      String address = name.substring(0, name.indexOf('#') < 0 ? name.length() : name.indexOf('#'));
      return address.substring(address.lastIndexOf('/') + 1).indexOf('@') >= 0;
    }
    return name.indexOf('=') >= 0
        || name.indexOf('<') >= 0
        || name.indexOf('>') >= 0
        || name.indexOf('/') >= 0
        || name.startsWith(".")
        || name.endsWith(".whl")
        || name.endsWith(".tar.gz")
        || name.endsWith(".zip");
  }

  private static String value(String assignment) {
    return assignment.substring(assignment.indexOf('=') + 1);
  }

  private static boolean isTrue(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "on", "y", "t" -> true;
      default -> false;
    };
  }

  /** Whether the environment of a command switches the cache off. */
  private static boolean isOff(SimpleCommand command, Visit visit) {
    for (Assignment assignment : command.assignments()) {
      if (assignment.name().equals(NO_CACHE)) {
        return isTrue(assignment.value().text());
      }
    }
    return visit.scope().variable(NO_CACHE).filter(PipChecks::isTrue).isPresent();
  }

  private void cache(Invocation call, Visit visit) {
    if (call.has("no-cache-dir") || isMounted(visit)) {
      return;
    }
    ShellWord action = call.operands().getFirst();
    String message = "pip keeps what it downloads in the layer";
    String hint = "give `--no-cache-dir`, or mount a cache";
    if (visit.isShellForm()) {
      findings.add(
          HadolintRule.PIP_CACHE_LEFT,
          visit,
          action.range(),
          message,
          hint,
          Fix.suggested(
              "add `--no-cache-dir`",
              new Range(action.range().end(), action.range().end()),
              " --no-cache-dir"));
    } else {
      findings.add(HadolintRule.PIP_CACHE_LEFT, visit, action.range(), message, hint);
    }
  }

  /** Whether the cache folder of some user is a mount. */
  private static boolean isMounted(Visit visit) {
    return visit.instruction() instanceof Run run
        && Mount.of(run).stream()
            .filter(mount -> mount.type().equals("cache") || mount.type().equals("tmpfs"))
            .map(Mount::target)
            .anyMatch(
                target ->
                    target.endsWith("/.cache/pip")
                        || target.endsWith("/.cache")
                        || visit
                            .scope()
                            .variable("PIP_CACHE_DIR")
                            .filter(target::equals)
                            .isPresent());
  }
}
