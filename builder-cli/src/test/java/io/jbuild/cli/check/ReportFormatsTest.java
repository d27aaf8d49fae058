package io.jbuild.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.check.Finding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportFormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Source ODD =
      new Source("a folder/Dockerfile,1", "FROM x as y\nMAINTAINER \"é\" <%>\n");

  private static final Diagnostic CASING =
      new Diagnostic(
              Severity.WARNING,
              "FromAsCasing",
              ODD,
              new Range(7, 9),
              "`as` & `FROM`",
              Optional.of("write `AS`"))
          .withFix(Fix.safe("write `AS`", new Range(7, 9), "AS"));
  private static final Diagnostic MAINTAINER =
      new Diagnostic(
          Severity.STYLE,
          "MaintainerDeprecated",
          ODD,
          new Range(12, 12 + 18),
          "50% <old>\u0001",
          Optional.empty());
  private static final CheckReport REPORT =
      new CheckReport(
          List.of(ODD.name(), "/clean"), List.of(Finding.of(CASING), Finding.of(MAINTAINER)));
  private static final CheckReport NOTHING = new CheckReport(List.of("/clean"), List.of());

  private static String written(String format, CheckReport report) throws IOException {
    var out = new ByteArrayOutputStream();
    ReportFormats.named(format, false, "1").orElseThrow().write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyNameIsAFormatAndOtherNamesAreNone() throws IOException {
    for (String name : ReportFormats.NAMES) {
      assertTrue(written(name, NOTHING).lines().count() < 60, name);
    }
    assertTrue(ReportFormats.named("TTY", false, "1").isPresent());
    assertEquals(Optional.empty(), ReportFormats.named("yaml", false, "1"));
  }

  @Test
  void sarifIsAsItsSchemaWantsIt() throws IOException {
    try (InputStream schema =
        ReportFormatsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      var validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
      for (CheckReport report : List.of(REPORT, NOTHING)) {
        assertEquals("[]", validator.validate(JSON.readTree(written("sarif", report))).toString());
      }
      JsonNode broken = JSON.readTree(written("sarif", REPORT).replace("\"warning\"", "\"bad\""));
      assertTrue(!validator.validate(broken).isEmpty(), "the schema can say no");
    }
  }

  @Test
  void sarifHoldsRulesPlacesAndFixes() throws IOException {
    JsonNode run = JSON.readTree(written("sarif", REPORT)).at("/runs/0");
    JsonNode first = run.at("/results/0");
    assertEquals("FromAsCasing", first.get("ruleId").asText());
    assertEquals(
        "FromAsCasing", run.at("/tool/driver/rules/" + first.get("ruleIndex") + "/id").asText());
    JsonNode place = first.at("/locations/0/physicalLocation");
    assertEquals("a%20folder/Dockerfile,1", place.at("/artifactLocation/uri").asText());
    assertEquals(
        "{\"startLine\":1,\"startColumn\":8,\"endLine\":1,\"endColumn\":10}",
        place.get("region").toString());
    assertEquals(
        "AS", first.at("/fixes/0/artifactChanges/0/replacements/0/insertedContent/text").asText());
    assertEquals("note", run.at("/results/1/level").asText());
    assertEquals("file:///clean", run.at("/artifacts/1/location/uri").asText());
  }

  @Test
  void jsonHoldsTheFixAndTheRule() throws IOException {
    JsonNode first = JSON.readTree(written("json", REPORT)).get(0);
    assertEquals("buildkit", first.get("source").asText());
    assertEquals("AS", first.at("/fix/edits/0/replacement").asText());
    assertEquals(8, first.at("/fix/edits/0/column").asInt());
    assertTrue(first.get("url").asText().endsWith("/from-as-casing/"));
  }

  @Test
  void annotationsEscapeWhatGithubWouldTakeForItsOwn() throws IOException {
    assertEquals(
        "::warning file=a folder/Dockerfile%2C1,line=1,endLine=1,col=8,endColumn=10,"
            + "title=FromAsCasing::`as` & `FROM`%0Awrite `AS`\n"
            + "::notice file=a folder/Dockerfile%2C1,line=2,endLine=2,col=1,endColumn=19,"
            + "title=MaintainerDeprecated::50%25 <old>\u0001\n",
        written("github", REPORT));
  }

  @Test
  void checkstyleListsErrorsByFile() throws Exception {
    Document xml = xml(written("checkstyle", REPORT));
    assertEquals(2, xml.getElementsByTagName("file").getLength());
    Element error = (Element) xml.getElementsByTagName("error").item(1);
    assertEquals("2 1 info", attributes(error, "line", "column", "severity"));
    assertEquals("50% <old>\uFFFD MaintainerDeprecated", attributes(error, "message", "source"));
  }

  @Test
  void junitCountsAFileWithNothingToSayAsOneTest() throws Exception {
    Document xml = xml(written("junit", REPORT));
    assertEquals("3 2", attributes(xml.getDocumentElement(), "tests", "failures"));
    assertEquals(3, xml.getElementsByTagName("testcase").getLength());
    assertEquals(2, xml.getElementsByTagName("failure").getLength());
    assertEquals(
        "1 0",
        attributes(xml(written("junit", NOTHING)).getDocumentElement(), "tests", "failures"));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String attributes(Element element, String... names) {
    return String.join(" ", List.of(names).stream().map(element::getAttribute).toList());
  }

  @Test
  void fingerprintsStayWhenLinesMoveAndDifferForEqualFindings() throws IOException {
    var moved = new Source(ODD.name(), "\n" + ODD.text());
    var below =
        new Diagnostic(
            Severity.WARNING,
            CASING.code(),
            moved,
            new Range(8, 10),
            CASING.message(),
            Optional.empty());
    JsonNode before = JSON.readTree(written("gitlab-codeclimate", REPORT));
    var twice = new CheckReport(List.of(ODD.name()), List.of(Finding.of(below), Finding.of(below)));
    JsonNode after = JSON.readTree(written("gitlab-codeclimate", twice));
    assertEquals(before.get(0).get("fingerprint"), after.get(0).get("fingerprint"));
    assertTrue(!after.get(0).get("fingerprint").equals(after.get(1).get("fingerprint")));
    assertEquals(2, after.at("/0/location/lines/begin").asInt());
    assertEquals("info", before.at("/1/severity").asText());
  }

  @Test
  void colourLeavesTheWordsAsTheyAre() throws IOException {
    var out = new ByteArrayOutputStream();
    ReportFormats.named("text", true, "1").orElseThrow().write(REPORT, out);
    String coloured = out.toString(StandardCharsets.UTF_8);
    assertTrue(coloured.contains("\u001B["), coloured);
    assertEquals(written("text", REPORT), coloured.replaceAll("\u001B\\[[0-9;]*m", ""));
  }
}
