package io.jbuild.grammar.hadolint;

import java.util.Locale;

/** Names of stages and images. */
final class Names {
  private Names() {}

  /** The name of a stage as it is compared. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether an image is one of Microsoft's for Windows containers, whose shell is cmd. */
  static boolean isWindows(String image) {
    String name = folded(image);
    return name.contains("microsoft.com/windows")
        || name.contains("windowsservercore")
        || name.contains("nanoserver");
  }
}
