package io.jbuild.grammar;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Changes texts at random for as long as {@code -Djbuild.fuzz.seconds} says, a second if it is not
 * set. The seed is always the same, so that a commit that passes once passes again; {@code
 * -Djbuild.fuzz.seed} goes another way.
 */
public final class Fuzz {
  private static final long SECOND = 1_000_000_000L;

  /** What means something in a Dockerfile or a word. */
  private static final List<String> PIECES =
      List.of(
          "\n",
          "\r\n",
          "\r",
          "\\\n",
          "\\",
          "`",
          "`\n",
          "\"",
          "'",
          "$",
          "${",
          "}",
          ":-",
          ":?",
          "##",
          "%",
          "//",
          "/",
          "*",
          "?",
          "<<E",
          "<<-'E'",
          "\nE\n",
          "[",
          "]",
          "[\"",
          "\"]",
          ",",
          "#",
          "# ",
          "--",
          "--from=",
          "=",
          " ",
          "\t",
          "\f",
          "\0",
          "\u00A0",
          "\uFEFF",
          "\uDC80",
          "\uD83D\uDE00",
          "# escape=`\n",
          "FROM ",
          "RUN ",
          "ONBUILD ",
          "ENV ",
          "HEALTHCHECK CMD ",
          "COPY ",
          " AS ");

  private Fuzz() {}

  /** Runs a property over changed texts until the time is up. */
  public static void run(String name, List<String> texts, Consumer<String> property) {
    long seconds = Long.getLong("jbuild.fuzz.seconds", 1);
    long seed = Long.getLong("jbuild.fuzz.seed", 20_261_126);
    var random = new Random(seed);
    long end = System.nanoTime() + seconds * SECOND;
    long count = 0;
    while (System.nanoTime() < end) {
      String text = changed(texts.get(random.nextInt(texts.size())), texts, random);
      try {
        property.accept(text);
      } catch (RuntimeException | Error e) {
        var quoted = new StringBuilder();
        SyntaxDump.quote(text, quoted);
        throw new AssertionError(name + ", seed " + seed + ", for " + quoted, e);
      }
      count++;
    }
    System.out.println("fuzz " + name + ": " + count + " texts, seed " + seed);
  }

  private static String changed(String text, List<String> others, Random random) {
    var changed = new StringBuilder(text);
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      int at = random.nextInt(changed.length() + 1);
      int end = Math.min(changed.length(), at + random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0 -> changed.delete(at, end);
        case 1 -> changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> changed.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
        case 3 -> changed.setLength(at);
        case 4 -> changed.insert(at, changed.substring(at, end).repeat(random.nextInt(20)));
        default -> {
          String other = others.get(random.nextInt(others.size()));
          int from = random.nextInt(other.length() + 1);
          changed.insert(at, other, from, Math.min(other.length(), from + random.nextInt(60)));
        }
      }
    }
    return changed.toString();
  }
}
