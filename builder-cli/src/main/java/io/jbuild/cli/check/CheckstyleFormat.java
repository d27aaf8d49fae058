package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.check.Finding;
import java.io.IOException;
import java.io.OutputStream;

/** The XML report of Checkstyle, which many CI systems read. */
final class CheckstyleFormat implements ReportFormat {
  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    XmlReport.write(
        out,
        xml ->
            xml.element(
                "checkstyle",
                () -> {
                  for (var file : report.byFile().entrySet()) {
                    xml.element(
                        "file",
                        () -> {
                          for (Finding finding : file.getValue()) {
                            xml.empty("error", attributes(finding));
                          }
                        },
                        "name",
                        file.getKey());
                  }
                },
                "version",
                "4.3"));
  }

  private static String[] attributes(Finding finding) {
    Diagnostic diagnostic = finding.diagnostic();
    return new String[] {
      "line", Integer.toString(finding.line()),
      "column", Integer.toString(diagnostic.source().column(diagnostic.range().start())),
      "severity",
          switch (diagnostic.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO, STYLE -> "info";
          },
      "message", diagnostic.message() + diagnostic.hint().map(hint -> "; " + hint).orElse(""),
      "source", finding.rule().id()
    };
  }
}
