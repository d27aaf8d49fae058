package io.jbuild.grammar.lint;

import java.util.HashSet;
import java.util.Set;

/**
 * What {@code # check=} asks for.
 *
 * @param skipAll no rule is run
 * @param skip names of rules that are not run
 * @param experimentalAll every experimental rule is run
 * @param experimental names of experimental rules that are run
 * @param error whether a finding makes the build fail
 */
public record CheckOptions(
    boolean skipAll,
    Set<String> skip,
    boolean experimentalAll,
    Set<String> experimental,
    boolean error) {
  /** Every rule that is not experimental, none of them an error. */
  public static final CheckOptions NONE = new CheckOptions(false, Set.of(), false, Set.of(), false);

  public CheckOptions {
    skip = Set.copyOf(skip);
    experimental = Set.copyOf(experimental);
  }

  /**
   * Reads the text after {@code check=}, for example {@code skip=UndefinedVar;error=true}.
   *
   * @throws IllegalArgumentException with a message for the user when it is none
   */
  public static CheckOptions parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    boolean skipAll = false;
    boolean experimentalAll = false;
    boolean error = false;
    Set<String> skip = new HashSet<>();
    Set<String> experimental = new HashSet<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      String key = part.substring(0, Math.max(0, equals)).strip();
      String value = part.substring(equals + 1).strip();
      switch (key) {
        case "skip" -> {
          skipAll |= isAll(value);
          skip.addAll(names(value));
        }
        case "experimental" -> {
          experimentalAll |= isAll(value);
          experimental.addAll(names(value));
        }
        case "error" -> error |= bool(value);
        default ->
            throw new IllegalArgumentException(
                "`"
                    + part.strip()
                    + "` is no option of checks: expected `skip=…`, `error=…`"
                    + " or `experimental=…`");
      }
    }
    return new CheckOptions(skipAll, skip, experimentalAll, experimental, error);
  }

  private static boolean isAll(String value) {
    return value.equals("all");
  }

  private static Set<String> names(String value) {
    Set<String> names = new HashSet<>();
    for (String name : isAll(value) ? new String[0] : value.split(",")) {
      names.add(name.strip());
    }
    return names;
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "`error=" + value + "` is neither `error=true` nor `error=false`");
    };
  }

  /** What either asks for. */
  public CheckOptions merged(CheckOptions other) {
    return new CheckOptions(
        skipAll || other.skipAll,
        union(skip, other.skip),
        experimentalAll || other.experimentalAll,
        union(experimental, other.experimental),
        error || other.error);
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> both = new HashSet<>(a);
    both.addAll(b);
    return both;
  }

  /** Whether a rule is to be run. */
  public boolean runs(Rule rule) {
    return rule.experimental()
        ? experimentalAll || experimental.contains(rule.id())
        : !skipAll && !skip.contains(rule.id());
  }
}
