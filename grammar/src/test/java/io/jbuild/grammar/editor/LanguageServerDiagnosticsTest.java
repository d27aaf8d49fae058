package io.jbuild.grammar.editor;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleCatalogue;
import io.jbuild.grammar.check.RuleSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The recorded diagnostics of a server of 2024: each has to be found here too, in the same lines,
 * under one of the codes that mean the same; an error in the language that is found here has to be
 * recorded there.
 */
class LanguageServerDiagnosticsTest {
  private static final Set<String> ARGUMENTS =
      Set.of("missing-argument", "bad-from", "bad-pair", "blank-volume");

  private static final Map<String, Set<String>> SAME =
      Map.ofEntries(
          Map.entry("ARGUMENT_MISSING", ARGUMENTS),
          Map.entry("ARGUMENT_REQUIRES_AT_LEAST_ONE", ARGUMENTS),
          Map.entry("ARGUMENT_REQUIRES_AT_LEAST_TWO", ARGUMENTS),
          Map.entry("ARGUMENT_REQUIRES_ONE_OR_THREE", ARGUMENTS),
          Map.entry("ARGUMENT_REQUIRES_TWO", ARGUMENTS),
          Map.entry("CASING_INSTRUCTION", Set.of("ConsistentInstructionCasing")),
          Map.entry("CASING_DIRECTIVE", Set.of()),
          Map.entry("SYNTAX_MISSING_DOUBLE_QUOTE", Set.of("bad-expansion")),
          Map.entry("SYNTAX_MISSING_SINGLE_QUOTE", Set.of("bad-expansion")),
          Map.entry("SYNTAX_MISSING_NAMES", Set.of("blank-name")),
          Map.entry("UNSUPPORTED_MODIFIER", Set.of("bad-expansion")),
          Map.entry("FLAG_MISSING_VALUE", Set.of("missing-flag-value", "bad-flag-value")),
          Map.entry("FLAG_MISSING_DURATION", Set.of("bad-flag-value")),
          Map.entry("FLAG_DUPLICATE", Set.of("duplicate-flag")),
          Map.entry("FLAG_INVALID_FROM_VALUE", Set.of("DL3022")),
          Map.entry("UNKNOWN_ADD_FLAG", Set.of("unknown-flag")),
          Map.entry("UNKNOWN_COPY_FLAG", Set.of("unknown-flag")),
          Map.entry("UNKNOWN_FROM_FLAG", Set.of("unknown-flag")),
          Map.entry("UNKNOWN_HEALTHCHECK_FLAG", Set.of("unknown-flag")),
          Map.entry("INVALID_DESTINATION", Set.of("DL3021")),
          Map.entry("JSON_IN_SINGLE_QUOTES", Set.of("json-form-ignored")),
          Map.entry("DUPLICATE_BUILD_STAGE_NAME", Set.of("DuplicateStageName")),
          Map.entry("INVALID_BUILD_STAGE_NAME", Set.of("bad-stage-name")),
          Map.entry("INVALID_REFERENCE_FORMAT", Set.of("bad-image-name")),
          Map.entry("SHELL_JSON_FORM", Set.of("shell-not-json")),
          Map.entry("WORKDIR_IS_NOT_ABSOLUTE", Set.of("WorkdirRelativePath", "DL3000")),
          Map.entry("NO_SOURCE_IMAGE", Set.of("no-instructions", "no-build-stage")),
          Map.entry("MULTIPLE_INSTRUCTIONS", Set.of("MultipleInstructionsDisallowed")),
          Map.entry("INVALID_PORT", Set.of("ExposeInvalidFormat")),
          Map.entry("INVALID_PROTO", Set.of("ExposeInvalidFormat", "ExposeProtoCasing")),
          Map.entry("ONBUILD_TRIGGER_DISALLOWED", Set.of("bad-onbuild")),
          Map.entry("ONBUILD_CHAINING_DISALLOWED", Set.of("bad-onbuild")),
          Map.entry("INVALID_ESCAPE_DIRECTIVE", Set.of("bad-escape")),
          Map.entry("EMPTY_CONTINUATION_LINE", Set.of("NoEmptyContinuation")),
          Map.entry("DEPRECATED_MAINTAINER", Set.of("MaintainerDeprecated")),
          Map.entry("INVALID_SIGNAL", Set.of()));

  @Test
  void diagnostics() {
    var tally = new LanguageServerTally("diagnostics", 95);
    for (JsonNode record : Corpus.records("langserver/diagnostics.jsonl")) {
      List<String> expected = new ArrayList<>();
      record.get("expected").forEach(d -> expected.add(d.get("code").asText()));
      tally.compare(record, expected, actual(record));
    }
    tally.done();
  }

  private static List<String> actual(JsonNode record) {
    String text = record.get("document").asText();
    var lines = new TextLines(text);
    List<Finding> findings =
        FileChecks.run(
            DockerfileParser.parse(new Source("Dockerfile", text)), RuleSettings.DEFAULTS);
    Set<Finding> used = new HashSet<>();
    List<String> actual = new ArrayList<>();
    for (JsonNode expected : record.get("expected")) {
      boolean found = false;
      for (Finding finding : findings) {
        if (isSame(expected, finding, lines)) {
          used.add(finding);
          found = true;
        }
      }
      if (found) {
        actual.add(expected.get("code").asText());
      }
    }
    for (Finding finding : findings) {
      boolean error = finding.diagnostic().severity() == Severity.ERROR;
      if (error && RuleCatalogue.isOfLanguage(finding.rule().id()) && !used.contains(finding)) {
        actual.add("+" + finding.rule().id());
      }
    }
    return actual;
  }

  private static boolean isSame(JsonNode expected, Finding finding, TextLines lines) {
    Diagnostic diagnostic = finding.diagnostic();
    String code = expected.get("code").asText();
    boolean language = RuleCatalogue.isOfLanguage(diagnostic.code());
    boolean error = expected.get("severity").asText().equals("error");
    boolean setting = !language || code.equals("JSON_IN_SINGLE_QUOTES");
    boolean severity = setting || error == (diagnostic.severity() == Severity.ERROR);
    JsonNode range = expected.get("range");
    return SAME.get(code).contains(diagnostic.code())
        && severity
        && (code.equals("NO_SOURCE_IMAGE")
            || touches(range, diagnostic.focus(), lines)
            || touches(range, diagnostic.range(), lines));
  }

  /** Whether two places share a line. */
  private static boolean touches(JsonNode expected, Range range, TextLines lines) {
    return expected.get(0).asInt() <= lines.line(range.end())
        && lines.line(range.start()) <= expected.get(2).asInt();
  }
}
