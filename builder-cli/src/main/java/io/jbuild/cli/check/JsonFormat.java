package io.jbuild.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.check.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * One JSON array of findings. Lines and columns count from 1, columns in UTF-16 units; the end is
 * after the last character.
 */
final class JsonFormat implements ReportFormat {
  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      for (Finding finding : report.findings()) {
        write(finding, json);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private static void write(Finding finding, JsonGenerator json) throws IOException {
    Diagnostic diagnostic = finding.diagnostic();
    json.writeStartObject();
    json.writeStringField("rule", finding.rule().id());
    json.writeStringField("name", finding.rule().name());
    json.writeStringField("source", finding.rule().set().label());
    json.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("file", diagnostic.source().name());
    place(diagnostic.source(), diagnostic.range(), json);
    json.writeStringField("message", diagnostic.message());
    orNull("hint", diagnostic.hint(), json);
    orNull("url", finding.rule().url(), json);
    if (diagnostic.fix().isPresent()) {
      json.writeFieldName("fix");
      write(diagnostic.fix().get(), diagnostic.source(), json);
    } else {
      json.writeNullField("fix");
    }
    json.writeEndObject();
  }

  private static void orNull(String name, Optional<String> value, JsonGenerator json)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static void write(Fix fix, Source source, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("title", fix.title());
    json.writeBooleanField("safe", fix.safe());
    json.writeArrayFieldStart("edits");
    for (TextEdit edit : fix.edits()) {
      json.writeStartObject();
      place(source, edit.range(), json);
      json.writeStringField("replacement", edit.replacement());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void place(Source source, Range range, JsonGenerator json) throws IOException {
    json.writeNumberField("line", source.line(range.start()));
    json.writeNumberField("column", source.column(range.start()));
    json.writeNumberField("endLine", source.line(range.end()));
    json.writeNumberField("endColumn", source.column(range.end()));
  }
}
