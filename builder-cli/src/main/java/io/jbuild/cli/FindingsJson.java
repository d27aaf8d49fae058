package io.jbuild.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.lint.Rule;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/**
 * Writes findings as one JSON array. Lines and columns count from 1, columns in UTF-16 units; the
 * end is after the last character.
 */
final class FindingsJson {
  private FindingsJson() {}

  /** Writes the array and a line feed; the stream stays open. */
  static void write(List<Diagnostic> found, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      for (Diagnostic diagnostic : found) {
        write(diagnostic, json);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private static void write(Diagnostic diagnostic, JsonGenerator json) throws IOException {
    Source source = diagnostic.source();
    int start = diagnostic.range().start();
    int end = diagnostic.range().end();
    boolean ofBuildKit = Rule.of(diagnostic.code()).isPresent();
    json.writeStartObject();
    json.writeStringField("rule", diagnostic.code());
    json.writeStringField("source", ofBuildKit ? "buildkit" : "jbuild");
    json.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("file", source.name());
    json.writeNumberField("line", source.line(start));
    json.writeNumberField("column", source.column(start));
    json.writeNumberField("endLine", source.line(end));
    json.writeNumberField("endColumn", source.column(end));
    json.writeStringField("message", diagnostic.message());
    if (diagnostic.hint().isPresent()) {
      json.writeStringField("hint", diagnostic.hint().get());
    }
    json.writeNullField("fix");
    json.writeEndObject();
  }
}
