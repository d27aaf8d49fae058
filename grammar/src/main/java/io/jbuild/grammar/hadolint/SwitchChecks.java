package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules that want an option of a package manager, and one that wants an action left alone. */
final class SwitchChecks implements Check {
  /**
   * A package manager and the option it should have.
   *
   * @param actions with which it should
   * @param accepted the option by its names, and what does the same
   * @param added how it is written
   * @param safe whether a build that works does the same with it
   * @param message what happens without it
   */
  private record Switch(
      HadolintRule rule,
      Set<String> programs,
      Set<String> actions,
      String[] accepted,
      String added,
      boolean safe,
      String message) {}

  private static final String WAITS = "nobody is there to answer, so this fails where it asks";

  private static final List<Switch> SWITCHES =
      List.of(
          new Switch(
              HadolintRule.APT_YES,
              Set.of("apt-get"),
              Set.of("install"),
              new String[] {"y", "yes", "assume-yes", "force-yes"},
              "-y",
              true,
              WAITS),
          new Switch(
              HadolintRule.APT_NO_RECOMMENDS,
              Set.of("apt-get"),
              Set.of("install"),
              new String[] {"no-install-recommends"},
              "--no-install-recommends",
              false,
              "recommended packages come along, which the image may not need"),
          new Switch(
              HadolintRule.YUM_YES,
              Set.of("yum"),
              Set.of("install", "groupinstall", "localinstall", "reinstall"),
              new String[] {"y", "assumeyes"},
              "-y",
              true,
              WAITS),
          new Switch(
              HadolintRule.DNF_YES,
              Set.of("dnf", "dnf5", "microdnf"),
              Set.of("install", "in", "groupinstall", "localinstall", "reinstall"),
              new String[] {"y", "assumeyes"},
              "-y",
              true,
              WAITS),
          new Switch(
              HadolintRule.ZYPPER_YES,
              Set.of("zypper"),
              Set.of(
                  "install",
                  "in",
                  "remove",
                  "rm",
                  "source-install",
                  "si",
                  "patch",
                  "update",
                  "up",
                  "dist-upgrade",
                  "dup"),
              new String[] {"n", "non-interactive", "y", "no-confirm"},
              "-y",
              true,
              WAITS),
          new Switch(
              HadolintRule.APK_NO_CACHE,
              Set.of("apk"),
              Set.of("add"),
              new String[] {"no-cache"},
              "--no-cache",
              false,
              "the index that apk fetches stays in the layer"));

  private final Findings findings;

  SwitchChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    for (SimpleCommand command : visit.commands()) {
      for (Switch wanted : SWITCHES) {
        if (wanted.programs.contains(command.name())) {
          check(wanted, command, visit);
        }
      }
      if (command.name().equals("zypper")) {
        distUpgrade(command, visit);
      }
    }
  }

  private void check(Switch wanted, SimpleCommand command, Visit visit) {
    var call = Invocation.of(command);
    int at = call.operand(0).equals("module") || call.operand(0).equals("group") ? 1 : 0;
    if (!wanted.actions.contains(call.operand(at))
        || call.has(wanted.accepted)
        || isElsewhere(wanted.rule, call, visit)) {
      return;
    }
    ShellWord action = call.operands().get(at);
    String hint = "give `" + wanted.added + "`";
    if (visit.isShellForm()) {
      var place = new Range(action.range().end(), action.range().end());
      String title = "add `" + wanted.added + "`";
      Fix fix =
          wanted.safe
              ? Fix.safe(title, place, " " + wanted.added)
              : Fix.suggested(title, place, " " + wanted.added);
      findings.add(wanted.rule, visit, action.range(), wanted.message, hint, fix);
    } else {
      findings.add(wanted.rule, visit, action.range(), wanted.message, hint);
    }
  }

  /** Whether the same is said in another way. */
  private static boolean isElsewhere(HadolintRule rule, Invocation call, Visit visit) {
    return switch (rule) {
      case APT_YES ->
          call.count("q", "quiet") > 1
              || call.option("q", "quiet").filter(o -> o.value().equals("2")).isPresent();
      case APT_NO_RECOMMENDS ->
          call.options().stream()
              .map(option -> option.value().toLowerCase(Locale.ROOT))
              .map(value -> value.startsWith("=") ? value.substring(1) : value)
              .anyMatch(
                  value ->
                      value.startsWith("apt::install-recommends=")
                          && Set.of("false", "0", "no", "off", "disable")
                              .contains(unquoted(value.substring(value.indexOf('=') + 1))));
      case APK_NO_CACHE -> Mount.keepsOut(visit, List.of("/var/cache/apk"));
      default -> false;
    };
  }

  private static String unquoted(String value) {
    return value.replace("\"", "");
  }

  private void distUpgrade(SimpleCommand command, Visit visit) {
    var call = Invocation.of(command);
    if (call.operand(0).equals("dist-upgrade") || call.operand(0).equals("dup")) {
      findings.add(
          HadolintRule.ZYPPER_DIST_UPGRADE,
          visit,
          call.operands().getFirst().range(),
          "this turns the base image into another distribution than its tag says",
          "choose a newer base image");
    }
  }
}
