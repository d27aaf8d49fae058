package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.WordExpander;
import io.jbuild.grammar.lint.SecretNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rules about ARG and ENV. */
final class VariableChecks implements Check {
  private final Findings findings;

  VariableChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof Arg arg) {
      arg.declarations().forEach(declared -> secret(declared.name(), visit));
    } else if (visit.instruction() instanceof Env env) {
      env.variables().forEach(pair -> secret(pair.key(), visit));
      ownVariables(env, visit);
    }
  }

  private void secret(Word name, Visit visit) {
    if (SecretNames.matches(name.text())) {
      findings.add(
          HadolintRule.SECRET_VARIABLE,
          visit,
          name.range(),
          "`" + name.text() + "` looks like a secret, and the image keeps it",
          "hand it to the RUN that needs it: `RUN --mount=type=secret,id=…`");
    }
  }

  /** What a value refers to is taken from before the ENV, not from the pairs beside it. */
  private void ownVariables(Env env, Visit visit) {
    Map<String, Integer> counts = new HashMap<>();
    for (KeyValue pair : env.variables()) {
      counts.merge(pair.key().text(), 1, Integer::sum);
    }
    for (KeyValue pair : env.variables()) {
      if (pair.value().text().indexOf('$') < 0) {
        continue;
      }
      for (String name : names(pair.value().text())) {
        int count = counts.getOrDefault(name, 0);
        boolean itself = count == 1 && name.equals(pair.key().text());
        if (count > 0 && !itself && !visit.scope().defines(name)) {
          findings.add(
              HadolintRule.ENV_REFERS_TO_ITSELF,
              visit,
              place(pair.value(), name),
              "`" + name + "` has no value yet: this ENV only sets it",
              "set `" + name + "` in an ENV before");
        }
      }
    }
  }

  private static Iterable<String> names(String value) {
    Expansion expansion = WordExpander.words('\\').expand(value, name -> Optional.empty());
    return expansion.unset();
  }

  /** The name within a value, if the value stands in the source as it is. */
  private Range place(Word value, String name) {
    String written = findings.source().text(value.range());
    int at = written.equals(value.text()) ? written.indexOf(name, written.indexOf('$')) : -1;
    int start = value.range().start() + at;
    return at < 0 ? value.range() : new Range(start, start + name.length());
  }
}
