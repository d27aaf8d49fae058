package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * For people: place, message and codes, the line with carets, the hint. What twins of several sets
 * say of a line stands there once, with all codes.
 */
final class TextFormat implements ReportFormat {
  private static final String RESET = "\u001B[0m";
  private static final String BOLD = "\u001B[1m";
  private static final String DIM = "\u001B[2m";

  private final boolean colour;

  TextFormat(boolean colour) {
    this.colour = colour;
  }

  @Override
  public void write(CheckReport report, OutputStream out) throws IOException {
    var text = new StringBuilder();
    for (List<Finding> ofFile : report.byFile().values()) {
      for (Shown shown : Shown.of(ofFile)) {
        String plain = shown.diagnostic().render();
        text.append(colour ? coloured(plain, shown.diagnostic()) : plain);
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The first line names place and severity; the second and third are the excerpt. */
  private static String coloured(String plain, Diagnostic diagnostic) {
    String[] lines = plain.split("\n");
    String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    String tint = tint(diagnostic.severity());
    int place = lines[0].indexOf(": " + severity + ": ", diagnostic.source().name().length());
    int code = lines[0].lastIndexOf(" [");
    var text = new StringBuilder();
    text.append(BOLD).append(lines[0], 0, place).append(RESET).append(": ");
    text.append(tint).append(severity).append(RESET);
    text.append(lines[0], place + 2 + severity.length(), code);
    text.append(DIM).append(lines[0].substring(code)).append(RESET).append('\n');
    for (int i = 1; i < lines.length; i++) {
      String style = i == 2 ? tint : i == 1 ? "" : DIM;
      text.append(style).append(lines[i]).append(style.isEmpty() ? "" : RESET).append('\n');
    }
    return text.toString();
  }

  private static String tint(Severity severity) {
    return switch (severity) {
      case ERROR -> "\u001B[1;31m";
      case WARNING -> "\u001B[1;33m";
      case INFO -> "\u001B[1;36m";
      case STYLE -> "\u001B[1;34m";
    };
  }
}
