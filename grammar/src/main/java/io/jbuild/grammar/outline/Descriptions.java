package io.jbuild.grammar.outline;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what comments say of stages and build args: {@code # NAME what it is}, right above. */
final class Descriptions {
  private final Map<Integer, Comment> byLine = new HashMap<>();

  Descriptions(Dockerfile file) {
    file.comments().forEach(c -> byLine.put(file.source().line(c.range().start()), c));
  }

  /** The first of the comment lines above that begins with the name. */
  Optional<String> of(String name, Instruction instruction) {
    String found = null;
    int line = instruction.firstLine() - 1;
    for (Comment c = byLine.get(line); c != null; c = byLine.get(--line)) {
      if (c.text().startsWith(name + " ")) {
        found = c.text().substring(name.length() + 1).strip();
      }
    }
    return Optional.ofNullable(found);
  }
}
