package io.jbuild.grammar.lint;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Label;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.List;
import java.util.Optional;

/** Writes {@code ENV name value} as {@code ENV name=value}, with quotes where they are needed. */
final class PairForm {
  private static final Variables SOME = name -> Optional.of("a " + name);

  private final String keyword;
  private final KeyValue pair;
  private final char escape;

  private PairForm(String keyword, KeyValue pair, char escape) {
    this.keyword = keyword;
    this.pair = pair;
    this.escape = escape;
  }

  /** The fix, if there is a way to write the value that surely means the same. */
  static Optional<Fix> fix(Source source, String keyword, KeyValue pair, char escape) {
    var range = new Range(pair.key().range().end(), pair.value().range().end());
    if (source.text(range).indexOf('\n') >= 0) {
      return Optional.empty();
    }
    var form = new PairForm(keyword, pair, escape);
    String value = pair.value().text();
    boolean quotes = value.indexOf('"') >= 0 || value.indexOf('\'') >= 0;
    String quoted = quotes ? form.escaped(value) : "\"" + value + "\"";
    for (String written : List.of(value, quoted)) {
      if (form.meansTheSame(written)) {
        return Optional.of(Fix.safe("write it as `name=value`", range, "=" + written));
      }
    }
    return Optional.empty();
  }

  private String escaped(String value) {
    return value.replace(" ", escape + " ").replace("\t", escape + "\t");
  }

  /** Whether it is read as one pair whose value comes to the same, whatever the variables are. */
  private boolean meansTheSame(String written) {
    String directive = escape == '`' ? "# escape=`\n" : "";
    String text = keyword + " " + pair.key().text() + "=" + written + "\n";
    Parsed parsed = DockerfileParser.parse(new Source("", directive + "FROM scratch\n" + text));
    List<Instruction> read =
        parsed.hasErrors() ? List.of() : parsed.dockerfile().stages().getFirst().instructions();
    if (read.size() != 1) {
      return false;
    }
    List<KeyValue> pairs =
        read.getFirst() instanceof Env env
            ? env.variables()
            : read.getFirst() instanceof Label label ? label.labels() : List.of();
    return pairs.size() == 1
        && pairs.getFirst().key().text().equals(pair.key().text())
        && sameValue(pairs.getFirst().value().text());
  }

  private boolean sameValue(String written) {
    var words = WordExpander.words(escape);
    for (Variables variables : List.of(Variables.NONE, SOME)) {
      Expansion before = words.expand(pair.value().text(), variables);
      Expansion after = words.expand(written, variables);
      if (!before.ok() || !after.ok() || !before.value().equals(after.value())) {
        return false;
      }
    }
    return true;
  }
}
