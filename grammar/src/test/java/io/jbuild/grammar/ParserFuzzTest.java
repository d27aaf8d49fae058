package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import io.jbuild.grammar.format.FormatStyle;
import io.jbuild.grammar.format.Formatter;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.outline.OutlineReader;
import io.jbuild.grammar.outline.Target;
import io.jbuild.grammar.shellcheck.Script;
import io.jbuild.grammar.shellcheck.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever a text holds: its tokens put together are the text, ranges lie inside of it, nothing
 * throws, fixes can be applied, and a formatted text says the same and is formatted already.
 */
class ParserFuzzTest {
  @Test
  void parserChecksAndFormatterTakeEveryText() {
    Fuzz.run("parser", texts(), ParserFuzzTest::check);
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>(Samples.TEXTS);
    Path corpus = Path.of(System.getProperty("jbuild.corpus", "../shared/corpus"));
    if (Files.isDirectory(corpus)) {
      for (JsonNode record : Corpus.records("dockerfiles/expected.jsonl")) {
        texts.add(Corpus.read(Corpus.path("dockerfiles/" + record.get("file").asText())));
      }
      for (JsonNode record : Corpus.records("parser/errors.jsonl")) {
        texts.add(record.get("dockerfile").asText());
      }
    }
    return texts;
  }

  private static void check(String text) {
    PropertiesTest.check(text);
    Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    for (Finding finding : FileChecks.run(parsed, RuleSettings.DEFAULTS)) {
      Diagnostic d = finding.diagnostic();
      assertTrue(d.range().end() <= text.length() && !d.render().isEmpty());
      d.fix().ifPresent(fix -> TextEdits.apply(text, fix.edits()));
    }
    Scripts.of(parsed.dockerfile()).forEach(Script::program);
    if (!parsed.hasErrors()) {
      OutlineReader.read(parsed.dockerfile(), CheckSettings.DEFAULTS);
      Target.of(parsed.dockerfile());
    }
    String once = TextEdits.apply(text, Formatter.edits(parsed, FormatStyle.DEFAULT));
    assertEquals(once, Formatter.format(new Source("f", once), FormatStyle.DEFAULT));
  }
}
