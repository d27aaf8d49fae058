package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where images of jbuild may differ from those of buildah: {@code
 * testdata/buildah-differences.tsv}, one regular expression of paths and one reason a line.
 */
record Differences(List<Pattern> allowed) {

  static Differences read() {
    List<Pattern> allowed = new ArrayList<>();
    try {
      for (String line :
          Files.readAllLines(Workspace.project().resolve("testdata/buildah-differences.tsv"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] fields = line.split("\t", 2);
          if (fields.length < 2 || fields[1].isBlank()) {
            throw new AssertionError("a difference without a reason: " + line);
          }
          allowed.add(Pattern.compile(fields[0]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Differences(allowed);
  }

  /** The paths that differ and may not, one line each. */
  List<String> unexplained(UnpackedImage ours, UnpackedImage theirs) {
    List<String> found = new ArrayList<>();
    Map<String, String> our = ours.files();
    Map<String, String> their = theirs.files();
    var paths = new TreeSet<>(our.keySet());
    paths.addAll(their.keySet());
    for (String path : paths) {
      String mine = our.getOrDefault(path, "absent");
      String other = their.getOrDefault(path, "absent");
      if (!mine.equals(other) && allowed.stream().noneMatch(p -> p.matcher(path).matches())) {
        found.add("/" + path + "\n  jbuild:  " + mine + "\n  buildah: " + other);
      }
    }
    return found;
  }
}
