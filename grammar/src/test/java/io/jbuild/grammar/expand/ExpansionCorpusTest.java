package io.jbuild.grammar.expand;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionCorpusTest {
  private static Map<String, String> env(JsonNode record) {
    Map<String, String> env = new LinkedHashMap<>();
    for (JsonNode entry : record.get("env")) {
      String text = entry.asText();
      int equals = text.indexOf('=');
      env.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return env;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(s -> strings.add(s.asText()));
    return strings;
  }

  @Test
  void wordsExpandAsTheReferenceExpandsThem() {
    var tally = new Corpus.Tally("shell/expand-word");
    for (JsonNode record : Corpus.records("shell/expand-word.jsonl")) {
      boolean windows = record.get("platform").asText().equals("windows");
      Map<String, String> env = env(record);
      Variables variables = windows ? Variables.ignoringCase(env) : Variables.of(env);
      String word = record.get("word").asText();
      Expansion expansion = WordExpander.words('\\').expand(word, variables);
      boolean fails = record.has("error") && record.get("error").asBoolean();
      tally.compare(word, fails, !expansion.ok());
      if (fails && record.has("error_contains")) {
        String part = record.get("error_contains").asText();
        tally.compare(word, true, expansion.error().orElse("").contains(part));
      }
      if (!fails) {
        tally.compare(word, record.get("expected").asText(), expansion.value());
      }
      if (record.has("used")) {
        tally.compare(word, strings(record.get("used")), expansion.used());
        tally.compare(word, strings(record.get("unset")), expansion.unset());
      }
    }
    tally.done();
  }

  @Test
  void textsSplitAsTheReferenceSplitsThem() {
    var tally = new Corpus.Tally("shell/expand-words");
    for (JsonNode record : Corpus.records("shell/expand-words.jsonl")) {
      String text = record.get("text").asText();
      Expansion expansion = WordExpander.words('\\').expandWords(text, Variables.of(env(record)));
      boolean fails = record.has("error") && record.get("error").asBoolean();
      tally.compare(text, fails, !expansion.ok());
      if (!fails) {
        tally.compare(text, strings(record.get("expected")), expansion.words());
      }
    }
    tally.done();
  }
}
