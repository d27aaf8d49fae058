package io.jbuild.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleInfo;
import io.jbuild.grammar.check.RuleTag;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** SARIF 2.1.0 (OASIS): one run, which lists the rules that found something. */
final class SarifFormat implements ReportFormat {
  private final String version;

  SarifFormat(String version) {
    this.version = version;
  }

  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    Map<String, RuleInfo> rules = new LinkedHashMap<>();
    report.findings().forEach(f -> rules.putIfAbsent(f.rule().id(), f.rule()));
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      json.writeStringField("version", "2.1.0");
      json.writeArrayFieldStart("runs");
      json.writeStartObject();
      tool(rules, json);
      json.writeStringField("columnKind", "utf16CodeUnits");
      json.writeArrayFieldStart("artifacts");
      for (String file : report.files()) {
        json.writeStartObject();
        location("location", file, json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("results");
      var order = rules.keySet().stream().toList();
      for (Finding finding : report.findings()) {
        result(finding, order.indexOf(finding.rule().id()), json);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void tool(Map<String, RuleInfo> rules, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "jbuild");
    json.writeStringField("version", version);
    json.writeArrayFieldStart("rules");
    for (RuleInfo rule : rules.values()) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      json.writeStringField("name", rule.name());
      text("shortDescription", rule.summary(), json);
      if (rule.url().isPresent()) {
        json.writeStringField("helpUri", rule.url().get());
      }
      json.writeObjectFieldStart("defaultConfiguration");
      json.writeStringField("level", level(rule.severity()));
      json.writeEndObject();
      json.writeObjectFieldStart("properties");
      json.writeArrayFieldStart("tags");
      json.writeString(rule.set().label());
      for (RuleTag tag : rule.tags().stream().sorted().toList()) {
        json.writeString(tag.name().toLowerCase(Locale.ROOT));
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void result(Finding finding, int ruleIndex, JsonGenerator json)
      throws IOException {
    Diagnostic diagnostic = finding.diagnostic();
    json.writeStartObject();
    json.writeStringField("ruleId", finding.rule().id());
    json.writeNumberField("ruleIndex", ruleIndex);
    json.writeStringField("level", level(diagnostic.severity()));
    text(
        "message",
        diagnostic.message() + diagnostic.hint().map(hint -> ": " + hint).orElse(""),
        json);
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    location("artifactLocation", diagnostic.source().name(), json);
    region("region", diagnostic.source(), diagnostic.range(), json);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    if (diagnostic.fix().isPresent()) {
      fix(diagnostic.fix().get(), diagnostic.source(), json);
    }
    json.writeEndObject();
  }

  private static void fix(Fix fix, Source source, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("fixes");
    json.writeStartObject();
    text("description", fix.title(), json);
    json.writeArrayFieldStart("artifactChanges");
    json.writeStartObject();
    location("artifactLocation", source.name(), json);
    json.writeArrayFieldStart("replacements");
    for (TextEdit edit : fix.edits()) {
      json.writeStartObject();
      region("deletedRegion", source, edit.range(), json);
      text("insertedContent", edit.replacement(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void text(String field, String text, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static void location(String field, String file, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("uri", FileUri.of(file));
    json.writeEndObject();
  }

  private static void region(String field, Source source, Range range, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("startLine", source.line(range.start()));
    json.writeNumberField("startColumn", source.column(range.start()));
    json.writeNumberField("endLine", source.line(range.end()));
    json.writeNumberField("endColumn", source.column(range.end()));
    json.writeEndObject();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO, STYLE -> "note";
    };
  }
}
