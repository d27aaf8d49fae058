package io.jbuild.grammar.lint;

import io.jbuild.grammar.Add;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.ExpansionBudget;
import io.jbuild.grammar.expand.VariableTable;
import io.jbuild.grammar.expand.WordExpander;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Expands the words of one instruction with the variables of its scope: UndefinedVar. What the
 * instruction defines is put into the scope after that.
 */
final class WordChecks {
  private final StageScope scope;
  private final ExpansionBudget budget;
  private final Place place;
  private final Report report;
  private final VariableTable variables;
  private final WordExpander expander;

  WordChecks(char escape, StageScope scope, ExpansionBudget budget, Place place, Report report) {
    this.scope = scope;
    this.budget = budget;
    this.place = place;
    this.report = report;
    this.variables = scope.variables;
    this.expander = WordExpander.words(escape);
  }

  /** The word with its variables replaced; empty if it cannot be expanded, which is reported. */
  String expand(Word word) {
    return expand(word.text(), word.range());
  }

  private String expand(String text, Range range) {
    return checked(expander.expand(text, variables), range);
  }

  /** The body of a here-document, where the escape is a backslash whatever the file says. */
  private void expandBody(Heredoc heredoc) {
    if (heredoc.expand()) {
      Expansion body = WordExpander.heredocs('\\').expand(heredoc.content(), variables);
      Range marker = place.keyword();
      checked(body, marker);
    }
  }

  private String checked(Expansion expansion, Range range) {
    for (String name : expansion.unset()) {
      if (!scope.declares(name) && !StageScope.NOT_IN_WORDS.contains(name)) {
        Optional<String> near = Suggestion.nearest(name, scope.names(Suggestion.MOST_COMPARED));
        report.warn(
            Rule.UNDEFINED_VAR,
            place,
            range,
            "the variable `" + name + "` is not defined here",
            near.map(n -> "did you mean `" + n + "`?")
                .orElse("declare it with `ARG " + name + "` or `ENV " + name + "=…` before"),
            near.flatMap(n -> Fixes.otherVariable(report.source(), range, name, n)));
      }
    }
    if (!budget.covers(expansion) && !report.failed()) {
      report.fail(
          "expansions-too-long",
          range,
          "up to here the variables of the file stand for more than "
              + ExpansionBudget.LIMIT
              + " characters",
          "make their values shorter");
    }
    if (!expansion.ok() && !report.failed()) {
      report.fail("bad-expansion", range, expansion.error().get(), "correct the expression");
    }
    return expansion.value();
  }

  /** The sources, expanded. */
  List<String> copy(Copy copy) {
    flags(copy.flags(), Set.of("chown", "chmod"));
    List<String> sources = copy.sources().stream().map(this::expand).toList();
    expand(copy.destination());
    copy.heredocs().forEach(this::expandBody);
    return sources;
  }

  /** The sources, expanded. */
  List<String> add(Add add) {
    flags(add.flags(), Set.of("chown", "chmod", "checksum"));
    List<String> sources = add.sources().stream().map(this::expand).toList();
    expand(add.destination());
    add.heredocs().forEach(this::expandBody);
    return sources;
  }

  private void flags(List<Flag> flags, Set<String> expanded) {
    for (Flag flag : flags) {
      if (expanded.contains(flag.name())) {
        flag.value().ifPresent(this::expand);
      }
    }
  }

  /** Only the options of mounts: the shell has the rest. */
  void run(Run run) {
    for (Flag flag : run.flags()) {
      if (flag.name().equals("mount") && flag.value().isPresent()) {
        for (String option : flag.value().get().text().split(",", -1)) {
          int equals = option.indexOf('=');
          if (equals >= 0) {
            expand(option.substring(equals + 1), flag.range());
          }
        }
      }
    }
  }
}
