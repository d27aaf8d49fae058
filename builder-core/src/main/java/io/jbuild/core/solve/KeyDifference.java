package io.jbuild.core.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between the keys of two steps, in words. */
final class KeyDifference {
  private static final int MOST_FILES = 5;
  private static final int LONGEST = 60;

  private KeyDifference() {}

  /**
   * Differences of the steps' own fields. Values of variables are not shown: they may be secret.
   */
  static List<String> ofFields(SortedMap<String, String> before, SortedMap<String, String> now) {
    List<String> reasons = new ArrayList<>();
    String oldCommand = command(before);
    String newCommand = command(now);
    if (!oldCommand.equals(newCommand)) {
      reasons.add("the command is " + shown(newCommand) + ", it was " + shown(oldCommand));
    }
    SortedMap<String, String> oldVariables = variables(before);
    SortedMap<String, String> newVariables = variables(now);
    each(oldVariables, newVariables, (name, old, value) -> reasons.add(variable(name, old, value)));
    if (reasons.isEmpty() && !list(before, "environment").equals(list(now, "environment"))) {
      reasons.add("the variables stand in another order");
    }
    each(
        others(before),
        others(now),
        (name, old, value) ->
            reasons.add(
                value == null
                    ? "`" + name + "` is no longer given, it was " + shown(old)
                    : old == null
                        ? "`" + name + "` is now given: " + shown(value)
                        : "`" + name + "` is " + shown(value) + ", it was " + shown(old)));
    return reasons;
  }

  /** Differences of the files that two steps read. */
  static List<String> ofFiles(SortedMap<String, String> before, SortedMap<String, String> now) {
    List<String> reasons = new ArrayList<>();
    each(
        before,
        now,
        (path, old, value) ->
            reasons.add(
                shown(path) + (value == null ? " is gone" : old == null ? " is new" : " changed")));
    int more = reasons.size() - MOST_FILES;
    if (more > 1) {
      reasons.subList(MOST_FILES, reasons.size()).clear();
      reasons.add("and " + more + " more files");
    }
    return reasons;
  }

  /** Something that stands in one of two maps alone, or is another one in the second. */
  @FunctionalInterface
  interface Difference {
    void of(String name, String before, String now);
  }

  static void each(Map<String, String> before, Map<String, String> now, Difference difference) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String old = before.get(name);
      String value = now.get(name);
      if (old == null || !old.equals(value)) {
        difference.of(name, old, value);
      }
    }
  }

  private static String variable(String name, String before, String now) {
    return "the variable `"
        + name
        + (now == null ? "` is gone" : before == null ? "` is new" : "` has another value");
  }

  /** The script of a shell, or all words. */
  private static String command(SortedMap<String, String> fields) {
    List<String> words = list(fields, "argument");
    boolean shell = words.size() == 3 && words.get(1).endsWith("-c");
    return shell ? words.getLast() : String.join(" ", words);
  }

  private static SortedMap<String, String> variables(SortedMap<String, String> fields) {
    var variables = new TreeMap<String, String>();
    for (String variable : list(fields, "environment")) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return variables;
  }

  private static List<String> list(SortedMap<String, String> fields, String name) {
    return List.copyOf(fields.subMap(name + ".", name + "/").values());
  }

  private static SortedMap<String, String> others(SortedMap<String, String> fields) {
    var others = new TreeMap<>(fields);
    others.keySet().removeIf(name -> name.matches("(argument|environment)\\..*"));
    return others;
  }

  static String shown(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return "`" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "`";
  }
}
