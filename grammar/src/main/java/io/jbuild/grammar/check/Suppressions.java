package io.jbuild.grammar.check;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.hadolint.HadolintPragmas;
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
 * <p>{@code # check=skip=A,B} in the head of the file holds for the file; {@code # check=skip=…}
 * and {@code # shellcheck disable=…} in the comment lines right above an instruction hold for that
 * instruction, {@code all} meaning every rule; so do hadolint's comments where {@link
 * HadolintPragmas} says. Rules are named by id or name. Errors of the language are never silent.
 */
final class Suppressions {
  private static final String ALL = "all";

  private final Set<String> everywhere = new HashSet<>();
  private final Map<Integer, Set<String>> byFirstLine = new HashMap<>();
  private final List<Instruction> instructions;
  private final Optional<HadolintPragmas> pragmas;

  /**
   * @param buildArg the text that takes the place of the {@code # check=} in the head
   * @param hadolint whether hadolint's comments are heeded
   */
  Suppressions(Dockerfile file, Optional<String> buildArg, boolean hadolint) {
    this.instructions = file.everyInstruction();
    this.pragmas =
        hadolint
            ? Optional.of(
                HadolintPragmas.of(file, name -> RuleCatalogue.named(name).map(RuleInfo::id)))
            : Optional.empty();
    everywhere.addAll(skipped(buildArg.or(() -> file.directives().check()).orElse("")));
    Source source = file.source();
    int next = -1;
    int below = -1;
    for (Comment comment : file.comments().reversed()) {
      int line = source.line(comment.range().start());
      below = line + 1 == next ? below : line + 1;
      next = line;
      Set<String> names = names(comment);
      if (!names.isEmpty()) {
        byFirstLine.computeIfAbsent(below, key -> new HashSet<>()).addAll(names);
      }
    }
  }

  private static Set<String> names(Comment comment) {
    String text = comment.text();
    if (text.startsWith("check=")) {
      return skipped(text.substring("check=".length()));
    }
    return text.startsWith("shellcheck")
        ? listed(text.substring("shellcheck".length()).strip(), "disable")
        : Set.of();
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
    List<Finding> heard = new ArrayList<>();
    for (Finding finding : findings) {
      boolean error =
          finding.diagnostic().severity() == Severity.ERROR
              && RuleCatalogue.isOfLanguage(finding.rule().id());
      if (error || !isSilent(finding)) {
        heard.add(finding);
      }
    }
    return heard;
  }

  private boolean isSilent(Finding finding) {
    String code = finding.rule().id();
    if (silent(finding.rule(), everywhere)
        || (pragmas.isPresent() && pragmas.get().ignores(code))) {
      return true;
    }
    Optional<Instruction> instruction = at(finding);
    return instruction.isPresent()
        && (silent(
                finding.rule(), byFirstLine.getOrDefault(instruction.get().firstLine(), Set.of()))
            || (pragmas.isPresent() && pragmas.get().ignores(code, instruction.get())));
  }

  /** The instruction that a finding is about: the last that begins before it does. */
  private Optional<Instruction> at(Finding finding) {
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
    return high < 0 ? Optional.empty() : Optional.of(instructions.get(low));
  }

  private static boolean silent(RuleInfo rule, Set<String> names) {
    return names.contains(ALL)
        || names.contains(rule.id().toLowerCase(Locale.ROOT))
        || names.contains(rule.name().toLowerCase(Locale.ROOT));
  }
}
