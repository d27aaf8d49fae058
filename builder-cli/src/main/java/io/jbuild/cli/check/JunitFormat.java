package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.check.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** The XML of JUnit: a suite for each file, a failed case for each finding. */
final class JunitFormat implements ReportFormat {
  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    var byFile = report.byFile();
    int tests = byFile.values().stream().mapToInt(JunitFormat::tests).sum();
    String failures = Integer.toString(report.findings().size());
    XmlReport.write(
        out,
        xml ->
            xml.element(
                "testsuites",
                () -> {
                  for (var file : byFile.entrySet()) {
                    suite(file.getKey(), file.getValue(), xml);
                  }
                },
                "name",
                "jbuild check",
                "tests",
                Integer.toString(tests),
                "failures",
                failures,
                "errors",
                "0"));
  }

  /** A file with nothing to say is one case that holds. */
  private static int tests(List<Finding> findings) {
    return Math.max(1, findings.size());
  }

  private static void suite(String file, List<Finding> findings, XmlReport xml)
      throws javax.xml.stream.XMLStreamException {
    xml.element(
        "testsuite",
        () -> {
          if (findings.isEmpty()) {
            xml.empty("testcase", "classname", file, "name", "no findings");
          }
          for (Finding finding : findings) {
            testCase(file, finding, xml);
          }
        },
        "name",
        file,
        "tests",
        Integer.toString(tests(findings)),
        "failures",
        Integer.toString(findings.size()),
        "errors",
        "0");
  }

  private static void testCase(String file, Finding finding, XmlReport xml)
      throws javax.xml.stream.XMLStreamException {
    Diagnostic diagnostic = finding.diagnostic();
    int column = diagnostic.source().column(diagnostic.range().start());
    xml.element(
        "testcase",
        () ->
            xml.text(
                "failure",
                diagnostic.render(),
                "message",
                diagnostic.message(),
                "type",
                diagnostic.severity().name().toLowerCase(Locale.ROOT)),
        "classname",
        file,
        "name",
        finding.rule().id() + " (" + finding.line() + ":" + column + ")",
        "file",
        file,
        "line",
        Integer.toString(finding.line()));
  }
}
