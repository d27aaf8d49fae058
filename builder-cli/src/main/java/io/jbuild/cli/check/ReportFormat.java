package io.jbuild.cli.check;

import java.io.IOException;
import java.io.OutputStream;

/** A form in which findings are written. */
public interface ReportFormat {
  /** Writes the whole report as UTF-8; the stream stays open. */
  void write(CheckReport report, OutputStream out) throws IOException;
}
