package io.jbuild.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Asks before something is deleted. */
final class Confirmation {
  private Confirmation() {}

  /** Whether the user says yes; no answer is a no. */
  static boolean given(String warning) throws IOException {
    System.err.println("WARNING! " + warning);
    System.err.print("Are you sure you want to continue? [y/N] ");
    System.err.flush();
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (line == null) {
      System.err.println();
    }
    return line != null && line.strip().equalsIgnoreCase("y");
  }
}
