package io.jbuild.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cases where jbuild means to do otherwise, or cannot: {@code area/name} and the reason a line.
 * With {@code @user} after the name the line counts for builds of ordinary users alone.
 */
final class Contested {
  private static final String OF_USERS = "@user";

  private Contested() {}

  static Map<String, String> read(Path file, boolean ordinaryUser) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int tab = line.indexOf('\t');
        if (tab < 1) {
          throw new IOException(file + ": no tab in `" + line + "`");
        }
        String name = line.substring(0, tab);
        if (ordinaryUser || !name.endsWith(OF_USERS)) {
          reasons.put(name.replace(OF_USERS, ""), line.substring(tab + 1));
        }
      }
    }
    return reasons;
  }
}
