package io.jbuild.grammar.lint;

import io.jbuild.grammar.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** CopyIgnoredFile: sources that the context leaves out. */
final class IgnoredSources {
  private IgnoredSources() {}

  /**
   * @param sources as they were expanded, one for each word
   */
  static void check(
      String keyword,
      List<Word> words,
      List<String> sources,
      CheckSettings settings,
      Place place,
      Report report) {
    if (settings.ignored().isEmpty() || report.failed()) {
      return;
    }
    for (int i = 0; i < sources.size(); i++) {
      String path = clean(sources.get(i));
      if (!isRemote(sources.get(i)) && settings.ignored().get().test(path)) {
        report.warn(
            Rule.COPY_IGNORED_FILE,
            place,
            words.get(i).range(),
            keyword + " cannot find `" + path + "`: `.dockerignore` leaves it out of the context",
            "take it out of `.dockerignore`, or copy something else");
      }
    }
  }

  private static boolean isRemote(String source) {
    return source.contains("://") || source.startsWith("git@");
  }

  /** Without {@code .}, {@code ..} and doubled slashes; the root is {@code .}. */
  private static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? "." : String.join("/", parts);
  }
}
