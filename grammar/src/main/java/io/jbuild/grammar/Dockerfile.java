package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * A parsed Dockerfile.
 *
 * @param source what it was parsed from
 * @param directives what stands in its head
 * @param globalArgs the ARGs before the first FROM
 * @param stages in order; empty only if diagnostics tell why
 * @param comments every comment line, directives left out
 */
public record Dockerfile(
    Source source,
    Directives directives,
    List<Arg> globalArgs,
    List<Stage> stages,
    List<Comment> comments) {
  public Dockerfile {
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
    comments = List.copyOf(comments);
  }

  /** All instructions in the order of the file. */
  public List<Instruction> instructions() {
    List<Instruction> all = new ArrayList<>(globalArgs);
    for (Stage stage : stages) {
      all.add(stage.from());
      all.addAll(stage.instructions());
    }
    return all;
  }
}
