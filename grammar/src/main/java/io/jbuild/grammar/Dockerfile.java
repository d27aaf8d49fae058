package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A parsed Dockerfile.
 *
 * @param source what it was parsed from
 * @param directives what stands in its head
 * @param globalArgs the ARGs before the first FROM
 * @param stages in order; empty only if diagnostics tell why
 * @param strays the instructions of no stage: what is no ARG and stands before the first FROM, and
 *     all that follows a FROM that could not be understood; if there are any, diagnostics tell why
 * @param comments every comment line, directives left out
 */
public record Dockerfile(
    Source source,
    Directives directives,
    List<Arg> globalArgs,
    List<Stage> stages,
    List<Instruction> strays,
    List<Comment> comments) {
  public Dockerfile {
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
    strays = List.copyOf(strays);
    comments = comments instanceof Comments ? comments : List.copyOf(comments);
  }

  /** All instructions that count in the order of the file: {@code strays} are left out. */
  public List<Instruction> instructions() {
    List<Instruction> all = new ArrayList<>(globalArgs);
    for (Stage stage : stages) {
      all.add(stage.from());
      all.addAll(stage.instructions());
    }
    return all;
  }

  /** All instructions in the order of the file, {@code strays} among them. */
  public List<Instruction> everyInstruction() {
    List<Instruction> all = instructions();
    if (!strays.isEmpty()) {
      all.addAll(strays);
      all.sort(Comparator.comparingInt(instruction -> instruction.range().start()));
    }
    return all;
  }
}
