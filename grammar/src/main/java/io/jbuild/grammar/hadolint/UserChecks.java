package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.User;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.HashMap;
import java.util.Map;

/** Rules about who runs what. */
final class UserChecks implements Check {
  private static final int MOST_DIGITS = 5;

  private final Findings findings;
  private final Map<Section, Visit> last = new HashMap<>();
  private Section section;

  UserChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section entered) {
    section = entered;
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof User) {
      if (!visit.isTrigger()) {
        last.put(visit.section(), visit);
      }
    }
    visit.commands().forEach(command -> useradd(command, visit));
  }

  private static String name(String user) {
    int colon = user.indexOf(':');
    return colon < 0 || user.startsWith("${") ? user : user.substring(0, colon);
  }

  private void byName(Visit visit) {
    User user = (User) visit.instruction();
    String name = name(visit.scope().text(user.user().text()));
    if (name.indexOf('$') < 0 && !name.isEmpty() && !isNumber(name)) {
      findings.add(
          HadolintRule.USER_BY_NAME,
          visit,
          user.user().range(),
          "who `" + name + "` is, only the image's passwd file tells",
          "write the number, so that a platform can see that it is not root");
    }
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private void useradd(SimpleCommand command, Visit visit) {
    if (!command.name().equals("useradd")) {
      return;
    }
    var call = Invocation.of(command);
    if (call.has("l", "no-log-init")) {
      return;
    }
    call.option("u", "uid")
        .filter(option -> isNumber(option.value()) && option.value().length() > MOST_DIGITS)
        .ifPresent(
            option -> {
              Range name = command.words().getFirst().range();
              String message =
                  "useradd makes log files as large as the user id `"
                      + option.value()
                      + "` is high";
              String hint = "give `-l`, so that it writes no such log";
              if (visit.isShellForm()) {
                findings.add(
                    HadolintRule.USERADD_HIGH_UID,
                    visit,
                    option.word().range(),
                    message,
                    hint,
                    Fix.suggested("add `-l`", new Range(name.end(), name.end()), " -l"));
              } else {
                findings.add(
                    HadolintRule.USERADD_HIGH_UID, visit, option.word().range(), message, hint);
              }
            });
  }

  @Override
  public void end() {
    for (Section at = section; at != null; at = at.base().orElse(null)) {
      Visit visit = last.get(at);
      if (visit != null) {
        root(visit);
        byName(visit);
        return;
      }
    }
  }

  private void root(Visit visit) {
    User user = (User) visit.instruction();
    String name = name(visit.scope().text(user.user().text()));
    if (name.equals("root") || name.equals("0")) {
      findings.add(
          HadolintRule.ROOT_USER,
          visit,
          user.user().range(),
          "what this image starts runs as root",
          "end with `USER` and the number of a user that may do less");
    }
  }
}
