package io.jbuild.grammar.expand;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a word holds, expanding it gives a value or the error that an expansion can have. */
class ExpanderFuzzTest {
  private static final Variables SOME =
      Variables.of(Map.of("A", "a b", "B", "", "P", "/x/y.tar.gz", "path", "$A\n'"));

  @Test
  void everyWordIsExpandedOrRefused() {
    List<String> words = new ArrayList<>(List.of("${A:-${B:-x}}/\"$P\"'y'", "${P##*/}${P//./_}"));
    if (Files.isDirectory(Path.of(System.getProperty("jbuild.corpus", "../shared/corpus")))) {
      for (JsonNode record : Corpus.records("shell/expand-word.jsonl")) {
        words.add(record.get("word").asText());
      }
    }
    Fuzz.run("expander", words, ExpanderFuzzTest::check);
  }

  private static void check(String word) {
    for (char escape : new char[] {'\\', '`'}) {
      for (var expander : List.of(WordExpander.words(escape), WordExpander.heredocs(escape))) {
        for (Variables variables : List.of(SOME, Variables.NONE)) {
          Expansion expansion = expander.expandWords(word, variables);
          assertTrue(expansion.ok() || expansion.words().isEmpty());
          assertTrue(expansion.value().length() <= 1000 + 40 * word.length() * word.length());
        }
      }
    }
  }
}
