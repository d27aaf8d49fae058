package io.jbuild.grammar.check;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.lint.CheckOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the comments of a file silence, whichever set a rule belongs to.
 *
 * <p>{@code # check=skip=A,B} in the head of the file and {@code # hadolint global ignore=A,B}
 * anywhere hold for the file; {@code # check=skip=…}, {@code # hadolint ignore=…} and {@code #
 * shellcheck disable=…} in the comment lines right above an instruction hold for that instruction.
 * Rules are named by id or name, {@code all} means every rule. Errors of the language are never
 * silent.
 */
final class Suppressions {
  private static final String ALL = "all";
  private static final String HADOLINT = "hadolint";

  private final Set<String> everywhere = new HashSet<>();
  private final Map<Integer, Set<String>> byFirstLine = new HashMap<>();
  private final List<Instruction> instructions;

  /**
   * @param buildArg the text that takes the place of the {@code # check=} in the head
   * @param hadolint whether hadolint's comments are heeded
   */
  Suppressions(Dockerfile file, Optional<String> buildArg, boolean hadolint) {
    this.instructions = file.instructions();
    everywhere.addAll(skipped(buildArg.or(() -> file.directives().check()).orElse("")));
    Set<Integer> commented = new HashSet<>();
    Source source = file.source();
    file.comments().forEach(c -> commented.add(source.line(c.range().start())));
    for (Comment comment : file.comments()) {
      if (hadolint || !comment.text().startsWith(HADOLINT)) {
        read(comment, source.line(comment.range().start()), commented);
      }
    }
  }

  private void read(Comment comment, int line, Set<Integer> commented) {
    String text = comment.text();
    Set<String> names = Set.of();
    if (text.startsWith("check=")) {
      names = skipped(text.substring("check=".length()));
    } else if (text.startsWith(HADOLINT)) {
      String rest = text.substring(HADOLINT.length()).strip();
      boolean global = rest.startsWith("global");
      names = listed(global ? rest.substring("global".length()).strip() : rest, "ignore");
      if (global) {
        everywhere.addAll(names);
        return;
      }
    } else if (text.startsWith("shellcheck")) {
      names = listed(text.substring("shellcheck".length()).strip(), "disable");
    }
    if (!names.isEmpty()) {
      int below = line + 1;
      while (commented.contains(below)) {
        below++;
      }
      byFirstLine.computeIfAbsent(below, key -> new HashSet<>()).addAll(names);
    }
  }

  /** The names after {@code key=}; what follows a second {@code #} is a remark. */
  private static Set<String> listed(String text, String key) {
    if (!text.startsWith(key)) {
      return Set.of();
    }
    String rest = text.substring(key.length()).strip();
    if (!rest.startsWith("=")) {
      return Set.of();
    }
    int remark = rest.indexOf('#');
    return names(rest.substring(1, remark < 0 ? rest.length() : remark));
  }

  private static Set<String> skipped(String options) {
    try {
      CheckOptions parsed = CheckOptions.parse(options);
      return parsed.skipAll() ? Set.of(ALL) : names(String.join(",", parsed.skip()));
    } catch (IllegalArgumentException e) {
      // Checks reports it.
      return Set.of();
    }
  }

  private static Set<String> names(String list) {
    Set<String> names = new HashSet<>();
    for (String name : list.split(",")) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Those that no comment silences, in the same order. */
  List<Finding> heard(List<Finding> findings) {
    if (everywhere.isEmpty() && byFirstLine.isEmpty()) {
      return findings;
    }
    List<Finding> heard = new ArrayList<>();
    for (Finding finding : findings) {
      boolean error =
          finding.diagnostic().severity() == Severity.ERROR
              && RuleCatalogue.isOfLanguage(finding.rule().id());
      if (error || !(silent(finding.rule(), everywhere) || silent(finding.rule(), at(finding)))) {
        heard.add(finding);
      }
    }
    return heard;
  }

  private Set<String> at(Finding finding) {
    int start = finding.diagnostic().range().start();
    int low = 0;
    int high = instructions.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (instructions.get(middle).range().start() <= start) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return high < 0
        ? Set.of()
        : byFirstLine.getOrDefault(instructions.get(low).firstLine(), Set.of());
  }

  private static boolean silent(RuleInfo rule, Set<String> names) {
    return names.contains(ALL)
        || names.contains(rule.id().toLowerCase(Locale.ROOT))
        || names.contains(rule.name().toLowerCase(Locale.ROOT));
  }
}
