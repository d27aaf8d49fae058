package io.jbuild.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.check.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The part of Code Climate's report that GitLab reads as code quality. A fingerprint stays the same
 * while lines are added elsewhere: it is made of file, rule, message and the text of the line.
 */
final class CodeClimateFormat implements ReportFormat {
  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      for (Finding finding : report.findings()) {
        String about = identity(finding);
        int nth = seen.merge(about, 1, Integer::sum);
        write(finding, fingerprint(about + '\0' + nth), json);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private static void write(Finding finding, String fingerprint, JsonGenerator json)
      throws IOException {
    Diagnostic diagnostic = finding.diagnostic();
    json.writeStartObject();
    json.writeStringField("type", "issue");
    json.writeStringField("check_name", finding.rule().id());
    json.writeStringField("description", diagnostic.message());
    json.writeArrayFieldStart("categories");
    json.writeString("Bug Risk");
    json.writeEndArray();
    json.writeStringField("fingerprint", fingerprint);
    json.writeStringField(
        "severity",
        switch (diagnostic.severity()) {
          case ERROR -> "critical";
          case WARNING -> "major";
          case INFO -> "minor";
          case STYLE -> "info";
        });
    json.writeObjectFieldStart("location");
    json.writeStringField("path", diagnostic.source().name());
    json.writeObjectFieldStart("lines");
    json.writeNumberField("begin", finding.line());
    json.writeNumberField("end", diagnostic.source().line(diagnostic.range().end()));
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String identity(Finding finding) {
    Diagnostic diagnostic = finding.diagnostic();
    return String.join(
        "\0",
        diagnostic.source().name(),
        finding.rule().id(),
        diagnostic.message(),
        diagnostic.source().lineText(finding.line()));
  }

  private static String fingerprint(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
