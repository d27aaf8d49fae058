package io.jbuild.grammar;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggestion {
  /** More candidates are no list that anyone chose from; to compare all would take their square. */
  public static final int MOST_COMPARED = 500;

  private static final int LONGEST = 40;

  private Suggestion() {}

  /**
   * The candidate that is nearest to a word, without regard to case; empty if none is near, or if
   * there are more than {@link #MOST_COMPARED}.
   *
   * <p>Near is one edit in three characters, an edit being a character added, left out, replaced or
   * swapped with its neighbour.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST || candidates.size() > MOST_COMPARED) {
      return Optional.empty();
    }
    String given = word.toLowerCase(Locale.ROOT);
    int best = Math.max(1, (word.length() + 1) / 3) + 1;
    String found = null;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - given.length()) > best) {
        continue;
      }
      int distance = distance(given, candidate.toLowerCase(Locale.ROOT));
      boolean earlier = found != null && distance == best && candidate.compareTo(found) < 0;
      if (distance < best || earlier) {
        best = distance;
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * The fix that writes a name in the place of one that is misspelt.
   *
   * @param range where the name stands
   */
  public static Fix fix(String name, Range range) {
    return Fix.suggested("write `" + name + "`", range, name);
  }

  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] now = new int[b.length() + 1];
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replace, 1 + Math.min(now[j - 1], last[j]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          now[j] = Math.min(now[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = now;
    }
    return last[b.length()];
  }
}
