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
          " AS ",
          "ARG ",
          "SHELL [\"a\"]\n",
          "LABEL ",
          "USER ",
          "HTTP",
          "scratch",
          "# check=skip=all;error=true\n",
          "# hadolint ignore=DL3008\n",
          "# hadolint shell=bash\n",
          "# shellcheck disable=SC2086\n",
          "--mount=type=cache,target=",
          "--platform=$BUILDPLATFORM",
          "--chown=",
          " && ",
          " | ",
          "; ",
          "$(",
          "((",
          "))",
          "[[ ",
          "case a in b) ",
          "esac",
          "if ",
          " then ",
          "fi",
          "for i in ",
          "do ",
          "done",
          "{ ",
          "f() ",
          "apt-get install -y ",
          "apt-get update",
          "rm -rf /var/lib/apt/lists/*",
          "pip install ",
          "npm install -g ",
          "apk add ",
          "yum install ",
          "wget http://a/b.tar.gz",
          "curl -o - x | sh",
          "cd /x",
          "sudo ",
          "useradd -u 1234567 ",
          "tar xf ",
          "ln -sf x /bin/sh");

  private Fuzz() {}

  /** Runs a property over changed texts until the time is up. */
  public static void run(String name, List<String> texts, Consumer<String> property) {
    long seconds = Long.getLong("jbuild.fuzz.seconds", 1);
    long seed = Long.getLong("jbuild.fuzz.seed", 20_261_126);
    var random = new Random(seed);
    long end = System.nanoTime() + seconds * SECOND;
    long count = 0;
    while (System.nanoTime() < end) {
      String whole = texts.get(random.nextInt(texts.size()));
      String text = changed(random.nextInt(4) == 0 ? whole : part(whole, random), texts, random);
      try {
        property.accept(text);
      } catch (RuntimeException | Error e) {
        var quoted = new StringBuilder();
        GoQuote.append(text, quoted);
        throw new AssertionError(name + ", seed " + seed + ", for " + quoted, e);
      }
      count++;
    }
    System.out.println("fuzz " + name + ": " + count + " texts, seed " + seed);
  }

  /** Some lines of a text: many short ones find more than a few long ones do. */
  private static String part(String text, Random random) {
    int start = between(text, "\n", random)[0];
    int end = start;
    for (int lines = random.nextInt(12); lines >= 0 && end < text.length(); lines--) {
      int feed = text.indexOf('\n', end);
      end = feed < 0 ? text.length() : feed + 1;
    }
    String head = random.nextBoolean() ? "FROM a AS b\n" : "";
    return head + text.substring(start, end);
  }

  private static String changed(String text, List<String> others, Random random) {
    var changed = new StringBuilder(text);
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      switch (random.nextInt(3)) {
        case 0 -> characters(changed, others, random);
        case 1 -> pieces(changed, random);
        default -> lines(changed, others, random);
      }
    }
    return changed.toString();
  }

  private static void characters(StringBuilder text, List<String> others, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(8));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      case 3 -> text.setLength(at);
      case 4 -> text.insert(at, text.substring(at, end).repeat(random.nextInt(20)));
      default -> {
        String other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.length() + 1);
        text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(60)));
      }
    }
  }

  /** Deletes a word, doubles it, moves it, or puts a piece in its place. */
  private static void pieces(StringBuilder text, Random random) {
    int[] word = between(text, " \t\n=,:$\"'{}[]()", random);
    String taken = text.substring(word[0], word[1]);
    switch (random.nextInt(4)) {
      case 0 -> text.delete(word[0], word[1]);
      case 1 -> text.insert(word[0], taken + " ");
      case 2 -> {
        text.delete(word[0], word[1]);
        text.insert(random.nextInt(text.length() + 1), taken);
      }
      default -> text.replace(word[0], word[1], PIECES.get(random.nextInt(PIECES.size())));
    }
  }

  /** Deletes a line, doubles it, moves it, or goes on as another text does. */
  private static void lines(StringBuilder text, List<String> others, Random random) {
    int[] line = between(text, "\n", random);
    String taken = text.substring(line[0], line[1]);
    switch (random.nextInt(4)) {
      case 0 -> text.delete(line[0], line[1]);
      case 1 -> text.insert(line[0], taken + "\n");
      case 2 -> {
        text.delete(line[0], line[1]);
        text.insert(between(text, "\n", random)[0], taken + "\n");
      }
      default -> {
        String other = others.get(random.nextInt(others.size()));
        text.setLength(line[0]);
        text.append(other, between(other, "\n", random)[0], other.length());
      }
    }
  }

  /** The stretch around a place at random that none of the characters stands in. */
  private static int[] between(CharSequence text, String characters, Random random) {
    int start = random.nextInt(text.length() + 1);
    int end = start;
    while (start > 0 && characters.indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    while (end < text.length() && characters.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return new int[] {start, end};
  }
}
