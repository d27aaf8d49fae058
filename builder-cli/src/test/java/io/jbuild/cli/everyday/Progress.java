package io.jbuild.cli.everyday;

import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What plain progress says of the steps of a build.
 *
 * @param ran titles of the steps that were done, in order of their numbers
 * @param cached titles of those that were not
 */
record Progress(List<String> ran, List<String> cached) {
  private static final Pattern TITLE = Pattern.compile("#(\\d+) \\[[^\\]]* \\d+/\\d+\\] (.*)");
  private static final Pattern END = Pattern.compile("#(\\d+) (CACHED|DONE .*)");

  static Progress of(String plain) {
    var titles = new TreeMap<Integer, String>();
    var cached = new TreeMap<Integer, Boolean>();
    for (String line : plain.lines().toList()) {
      var title = TITLE.matcher(line);
      var end = END.matcher(line);
      if (title.matches()) {
        titles.putIfAbsent(Integer.valueOf(title.group(1)), title.group(2));
      } else if (end.matches()) {
        cached.put(Integer.valueOf(end.group(1)), end.group(2).equals("CACHED"));
      }
    }
    if (titles.isEmpty() || !titles.keySet().equals(cached.keySet())) {
      throw new AssertionError("steps without an end, or none at all:\n" + plain);
    }
    return new Progress(
        titles.keySet().stream().filter(n -> !cached.get(n)).map(titles::get).toList(),
        titles.keySet().stream().filter(cached::get).map(titles::get).toList());
  }
}
