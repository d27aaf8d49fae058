package io.jbuild.cli.check;

import io.jbuild.grammar.check.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call of {@code check} found.
 *
 * @param files every file that was looked at, as it was named
 * @param findings file by file, each file's in its order
 */
public record CheckReport(List<String> files, List<Finding> findings) {
  public CheckReport {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
  }

  /** The findings of each file; a file with none has an empty list. */
  Map<String, List<Finding>> byFile() {
    Map<String, List<Finding>> byFile = new LinkedHashMap<>();
    files.forEach(file -> byFile.put(file, new ArrayList<>()));
    for (Finding finding : findings) {
      String file = finding.diagnostic().source().name();
      byFile.computeIfAbsent(file, key -> new ArrayList<>()).add(finding);
    }
    return byFile;
  }
}
