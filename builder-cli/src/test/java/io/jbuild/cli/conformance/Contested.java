package io.jbuild.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cases where jbuild means to do otherwise: {@code area/name} and the reason a line. */
final class Contested {
  private Contested() {}

  static Map<String, String> read(Path file) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int tab = line.indexOf('\t');
        if (tab < 1) {
          throw new IOException(file + ": no tab in `" + line + "`");
        }
        reasons.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return reasons;
  }
}
