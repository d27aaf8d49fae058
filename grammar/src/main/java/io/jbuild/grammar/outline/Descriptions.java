package io.jbuild.grammar.outline;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.CommentsAbove;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what comments say of stages and build args: {@code # NAME what it is}, right above. */
final class Descriptions {
  private final CommentsAbove comments;

  /** What the comments above the instruction say that was asked about last, by first word. */
  private final Map<String, String> byName = new HashMap<>();

  private Instruction last;

  Descriptions(Dockerfile file) {
    comments = new CommentsAbove(file.source(), file.comments());
  }

  /** The first of the comment lines above that begins with the name. */
  Optional<String> of(String name, Instruction instruction) {
    if (last != instruction) {
      last = instruction;
      byName.clear();
      for (Comment comment : comments.of(instruction)) {
        int space = comment.text().indexOf(' ');
        if (space >= 0) {
          byName.put(comment.text().substring(0, space), comment.text().substring(space).strip());
        }
      }
    }
    return Optional.ofNullable(byName.get(name));
  }
}
