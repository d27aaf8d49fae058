package io.jbuild.grammar.hadolint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A comment that speaks to hadolint, such as {@code # hadolint ignore=DL3008 # no versions}.
 *
 * @param kind what it asks for
 * @param values codes of rules, or the name of a shell
 */
record Pragma(Kind kind, List<String> values) {
  enum Kind {
    /** Ignores rules in the instruction below. */
    IGNORE,
    /** Ignores rules in the stage whose FROM follows. */
    STAGE_IGNORE,
    /** Ignores rules in the whole file. */
    GLOBAL_IGNORE,
    /** Names the shell. */
    SHELL
  }

  /**
   * Reads the text of a comment. A list that holds anything but codes and names of rules makes it
   * an ordinary comment, as hadolint has it.
   *
   * @param codes gives the code of a rule that is named
   */
  static Optional<Pragma> of(String comment, Function<String, Optional<String>> codes) {
    if (!comment.startsWith("hadolint")) {
      return Optional.empty();
    }
    int equals = comment.indexOf('=');
    if (equals < 0) {
      return Optional.empty();
    }
    String end = comment.substring(equals + 1);
    int remark = end.indexOf('#');
    String value = (remark < 0 ? end : end.substring(0, remark)).strip();
    Kind kind = kind(comment.substring("hadolint".length(), equals));
    if (kind == null || value.isEmpty()) {
      return Optional.empty();
    }
    if (kind == Kind.SHELL) {
      return Optional.of(new Pragma(kind, List.of(value)));
    }
    List<String> rules = new ArrayList<>();
    for (String rule : value.split(",", -1)) {
      Optional<String> code = codes.apply(rule.strip());
      if (code.isEmpty() && !isCode(rule.strip())) {
        return Optional.empty();
      }
      rules.add(code.orElse(rule.strip()));
    }
    return Optional.of(new Pragma(kind, List.copyOf(rules)));
  }

  private static Kind kind(String words) {
    if (words.isBlank() || !Character.isWhitespace(words.charAt(0))) {
      return null;
    }
    return switch (words.strip().replaceAll("\\s+", " ")) {
      case "ignore" -> Kind.IGNORE;
      case "stage ignore" -> Kind.STAGE_IGNORE;
      case "global ignore" -> Kind.GLOBAL_IGNORE;
      case "shell" -> Kind.SHELL;
      default -> null;
    };
  }

  private static boolean isCode(String text) {
    boolean known = text.startsWith("DL") || text.startsWith("SC");
    return known && text.length() > 2 && text.chars().skip(2).allMatch(c -> c >= '0' && c <= '9');
  }
}
