package io.jbuild.grammar.advice;

import io.jbuild.grammar.Add;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** copy-ignored-source and missing-source. */
final class SourceAdvice {
  private final Dockerfile file;
  private final ContextView context;
  private final AdviceFindings findings;

  SourceAdvice(Dockerfile file, ContextView context, AdviceFindings findings) {
    this.file = file;
    this.context = context;
    this.findings = findings;
  }

  void run() {
    for (Instruction instruction : file.instructions()) {
      if (instruction instanceof Copy copy
          && copy.flags().stream().noneMatch(f -> f.name().equals("from"))) {
        copy.sources().forEach(this::source);
      } else if (instruction instanceof Add add) {
        add.sources().forEach(this::source);
      }
    }
  }

  /** What variables and patterns stand for is not known here. */
  private void source(Word word) {
    String text = word.text();
    boolean plain = text.chars().noneMatch(c -> "$*?[]\\\"'`".indexOf(c) >= 0);
    if (!plain || text.contains("://") || text.startsWith("git@")) {
      return;
    }
    String path = clean(text);
    if (path.isEmpty()) {
      return;
    }
    Optional<String> rule = context.excludedBy(path);
    if (rule.isPresent()) {
      findings.add(
          AdviceRule.COPY_IGNORED_SOURCE,
          word.range(),
          "`" + path + "` is not in the build context: " + rule.get() + " leaves it out",
          "take it back in with a line `!" + path + "` below that one, or copy something else");
    } else if (!context.exists(path)) {
      List<String> siblings = context.siblings(path);
      String name = path.substring(path.lastIndexOf('/') + 1);
      findings.add(
          AdviceRule.MISSING_SOURCE,
          word.range(),
          "there is no `" + path + "` in the build context",
          Suggestion.nearest(name, siblings)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("paths are relative to the context, not to the Dockerfile"));
    }
  }

  /** Without {@code .}, {@code ..} and doubled slashes; empty for the root. */
  private static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
