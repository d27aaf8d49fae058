package io.jbuild.core.plan;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.List;
import java.util.Map;

/**
 * Expands the words of one instruction. The variables are those before the instruction, so a
 * variable has one value throughout it.
 *
 * <p>A word that cannot be expanded is reported and gives an empty text; {@link #failed} then says
 * that nothing more should be concluded from it.
 */
final class Words {
  private final WordExpander expander;
  private final Variables variables;
  private final Source source;
  private final Findings findings;
  private boolean failed;

  Words(char escape, Map<String, String> variables, Source source, Findings findings) {
    this.expander = WordExpander.words(escape);
    this.variables = Variables.of(Map.copyOf(variables));
    this.source = source;
    this.findings = findings;
  }

  /** The word with its variables replaced, quotes and escapes taken away. */
  String expand(Word word) {
    return expand(word.text(), word.range());
  }

  String expand(String text, Range range) {
    Expansion expansion = expander.expand(text, variables);
    return checked(expansion, range) ? expansion.value() : "";
  }

  /** The words that come of a text: a variable's value is split at its blanks. */
  List<String> expandAndSplit(Word word) {
    Expansion expansion = expander.expandWords(word.text(), variables);
    return checked(expansion, word.range()) ? expansion.words() : List.of();
  }

  /** The body of a here-document; its escape character is the backslash, whatever the file's is. */
  String expandBody(String text, Range range) {
    Expansion expansion = WordExpander.heredocs('\\').expand(text, variables);
    return checked(expansion, range) ? expansion.value() : "";
  }

  boolean failed() {
    return failed;
  }

  private boolean checked(Expansion expansion, Range range) {
    expansion
        .error()
        .ifPresent(
            message -> {
              failed = true;
              findings.error("bad-expansion", source, range, message);
            });
    return expansion.ok();
  }
}
