package io.jbuild.cli.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleCatalogue;
import io.jbuild.grammar.outline.Outline;
import io.jbuild.grammar.outline.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Answers as JSON, in the form of {@code docker buildx build --call=…,format=json}. Fields without
 * a value are left out.
 */
public final class CallJson {
  private final JsonGenerator json;
  private final Source source;

  private CallJson(JsonGenerator json, Source source) {
    this.json = json;
    this.source = source;
  }

  @FunctionalInterface
  private interface Body {
    void write(CallJson json) throws IOException;
  }

  private static void write(Source source, OutputStream out, Body body) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      var printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
      json.setPrettyPrinter(printer);
      json.writeStartObject();
      body.write(new CallJson(json, source));
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Writes an outline. */
  public static void write(Outline outline, Source source, OutputStream out) throws IOException {
    write(source, out, json -> json.outline(outline));
  }

  /** Writes targets. */
  public static void write(List<Target> targets, Source source, OutputStream out)
      throws IOException {
    write(source, out, json -> json.targets(targets));
  }

  /** Writes what a check found. */
  public static void writeFindings(List<Finding> findings, Source source, OutputStream out)
      throws IOException {
    write(source, out, json -> json.findings(findings));
  }

  private void outline(Outline outline) throws IOException {
    field("name", outline.name());
    field("description", outline.description());
    if (!outline.args().isEmpty()) {
      json.writeArrayFieldStart("args");
      for (Outline.BuildArg arg : outline.args()) {
        json.writeStartObject();
        json.writeStringField("name", arg.name());
        field("description", arg.description());
        field("value", arg.value().filter(value -> !value.isEmpty()));
        location(arg.lines());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    given("secrets", "name", outline.secrets());
    given("ssh", "name", outline.ssh());
    given("cache", "ID", outline.caches());
    sources();
  }

  private void given(String field, String id, List<Outline.Given> all) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(field);
    for (Outline.Given given : all) {
      json.writeStartObject();
      json.writeStringField(id, given.id());
      if (given.required()) {
        json.writeBooleanField("required", true);
      }
      location(given.lines());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void targets(List<Target> targets) throws IOException {
    json.writeArrayFieldStart("targets");
    for (Target target : targets) {
      json.writeStartObject();
      field("name", target.name());
      if (target.isDefault()) {
        json.writeBooleanField("default", true);
      }
      field("description", target.description());
      json.writeStringField("base", target.base());
      field("platform", target.platform());
      location(target.lines());
      json.writeEndObject();
    }
    json.writeEndArray();
    sources();
  }

  private void findings(List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("warnings");
    Diagnostic fatal = null;
    for (Finding finding : findings) {
      Diagnostic diagnostic = finding.diagnostic();
      if (diagnostic.severity() == Severity.ERROR
          && RuleCatalogue.isOfLanguage(finding.rule().id())) {
        fatal = fatal == null ? diagnostic : fatal;
        continue;
      }
      json.writeStartObject();
      json.writeStringField("ruleName", finding.rule().id());
      json.writeStringField("description", finding.rule().summary());
      field("url", finding.rule().url());
      json.writeStringField("detail", diagnostic.message());
      location(lines(diagnostic));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sources");
    json.writeStartObject();
    json.writeStringField("filename", source.name());
    json.writeStringField("language", "Dockerfile");
    json.writeBinaryField("data", source.text().getBytes(StandardCharsets.UTF_8));
    json.writeEndObject();
    json.writeEndArray();
    if (fatal != null) {
      json.writeObjectFieldStart("buildError");
      json.writeStringField("message", fatal.message());
      location(lines(fatal));
      json.writeEndObject();
    }
  }

  private Outline.Lines lines(Diagnostic diagnostic) {
    int first = source.line(diagnostic.range().start());
    return new Outline.Lines(first, first);
  }

  private void sources() throws IOException {
    json.writeArrayFieldStart("sources");
    json.writeBinary(source.text().getBytes(StandardCharsets.UTF_8));
    json.writeEndArray();
  }

  private void field(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private void location(Outline.Lines lines) throws IOException {
    json.writeObjectFieldStart("location");
    json.writeArrayFieldStart("ranges");
    json.writeStartObject();
    position("start", lines.first());
    position("end", lines.last());
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void position(String field, int line) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("line", line);
    json.writeEndObject();
  }
}
