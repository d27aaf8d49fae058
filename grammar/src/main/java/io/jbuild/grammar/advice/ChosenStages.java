package io.jbuild.grammar.advice;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code FROM base-${TARGETARCH}} stands for every stage whose name fits. */
final class ChosenStages {
  /** Where more names and patterns meet, every stage may be chosen. */
  private static final int MOST_COMPARED = 1_000_000;

  private static final int LONGEST = 1000;

  private ChosenStages() {}

  /** Adds the stages that a FROM with a variable may stand for. */
  static void in(Dockerfile file, Set<Integer> chosen) {
    Set<String> images = new HashSet<>();
    for (Stage stage : file.stages()) {
      String image = stage.from().image().text();
      if (image.indexOf('$') >= 0 && image.length() <= LONGEST) {
        images.add(image.toLowerCase(Locale.ROOT));
      }
    }
    boolean all = (long) images.size() * file.stages().size() > MOST_COMPARED;
    for (String image : images) {
      List<String> literals = all ? List.of("", "") : literals(image);
      for (Stage stage : file.stages()) {
        if (stage.name().map(name -> fits(name, literals)).orElse(false)) {
          chosen.add(stage.index());
        }
      }
      if (all) {
        return;
      }
    }
  }

  /** What stands before, between and after the variables of a word. */
  private static List<String> literals(String word) {
    List<String> literals = new ArrayList<>();
    int from = 0;
    for (int at = word.indexOf('$'); at >= 0; at = word.indexOf('$', at)) {
      int end = variableEnd(word, at);
      if (end > at + 1) {
        literals.add(word.substring(from, at));
        from = end;
      }
      at = end;
    }
    literals.add(word.substring(from));
    return literals;
  }

  private static int variableEnd(String word, int dollar) {
    int at = dollar + 1;
    if (at < word.length() && word.charAt(at) == '{') {
      int close = word.indexOf('}', at);
      return close < 0 ? at : close + 1;
    }
    while (at < word.length()
        && (Character.isLetterOrDigit(word.charAt(at)) || word.charAt(at) == '_')) {
      at++;
    }
    return at;
  }

  /** Whether a name is the literals in their order with anything between them. */
  private static boolean fits(String name, List<String> literals) {
    String first = literals.getFirst();
    String last = literals.getLast();
    if (literals.size() == 1) {
      return name.equals(first);
    }
    if (!name.startsWith(first)) {
      return false;
    }
    int at = first.length();
    for (String literal : literals.subList(1, literals.size() - 1)) {
      int found = name.indexOf(literal, at);
      if (found < 0) {
        return false;
      }
      at = found + literal.length();
    }
    return name.length() - last.length() >= at && name.endsWith(last);
  }
}
