package io.jbuild.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What one command line, run in this process, exits with and prints. */
record Invocation(int code, String out, String err) {
  static Invocation of(byte[] stdin, String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    var written = new ByteArrayOutputStream();
    var failed = new ByteArrayOutputStream();
    try (var ownOut = new PrintStream(written, true, StandardCharsets.UTF_8);
        var ownErr = new PrintStream(failed, true, StandardCharsets.UTF_8)) {
      System.setIn(new ByteArrayInputStream(stdin));
      System.setOut(ownOut);
      System.setErr(ownErr);
      int code = Main.run(args);
      ownOut.flush();
      return new Invocation(
          code, written.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  static Invocation of(String stdin, String... args) {
    return of(stdin.getBytes(StandardCharsets.UTF_8), args);
  }
}
