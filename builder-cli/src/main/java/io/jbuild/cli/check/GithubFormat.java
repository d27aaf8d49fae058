package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.check.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Workflow commands of GitHub Actions, which shows them as annotations of a change. */
final class GithubFormat implements ReportFormat {
  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    var text = new StringBuilder();
    for (Finding finding : report.findings()) {
      write(finding, text);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Finding finding, StringBuilder text) {
    Diagnostic diagnostic = finding.diagnostic();
    var source = diagnostic.source();
    int start = diagnostic.range().start();
    int end = diagnostic.range().end();
    text.append("::")
        .append(
            switch (diagnostic.severity()) {
              case ERROR -> "error";
              case WARNING -> "warning";
              case INFO, STYLE -> "notice";
            });
    text.append(" file=").append(property(source.name()));
    text.append(",line=").append(source.line(start));
    text.append(",endLine=").append(source.line(end));
    // Columns are only heeded within one line.
    if (source.line(start) == source.line(end)) {
      text.append(",col=").append(source.column(start));
      text.append(",endColumn=").append(source.column(end));
    }
    text.append(",title=").append(property(finding.rule().id())).append("::");
    text.append(data(diagnostic.message() + diagnostic.hint().map(hint -> "\n" + hint).orElse("")));
    text.append('\n');
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
