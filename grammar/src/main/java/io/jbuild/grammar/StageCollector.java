package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts instructions into stages. */
final class StageCollector {
  private final Problems problems;
  private final List<Arg> globalArgs = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Instruction> strays = new ArrayList<>();
  private final List<Instruction> body = new ArrayList<>();
  private From from;
  private boolean inStage;
  private boolean empty = true;
  private boolean reported;

  StageCollector(Problems problems) {
    this.problems = problems;
  }

  /** Adds an instruction; a FROM that could not be understood begins a stage of strays. */
  void add(Statement statement, Optional<? extends Instruction> instruction) {
    empty = false;
    if (statement.type() == DockerfileTokens.FROM) {
      endStage();
      from = (From) instruction.orElse(null);
      inStage = true;
      return;
    }
    if (inStage) {
      instruction.ifPresent(body::add);
    } else if (statement.type() == DockerfileTokens.ARG) {
      instruction.ifPresent(arg -> globalArgs.add((Arg) arg));
    } else if (instruction.isPresent()) {
      strays.add(instruction.get());
      reportStray(statement);
    }
  }

  private void reportStray(Statement statement) {
    if (!reported) {
      reported = true;
      problems.error(
          "no-build-stage",
          statement.origin().keywordRange(),
          "`" + statement.keyword() + "` stands before the first `FROM`",
          "begin with `FROM image`; only comments and `ARG` may stand before it");
    }
  }

  private void endStage() {
    if (from != null) {
      stages.add(new Stage(stages.size(), from, body));
    } else {
      strays.addAll(body);
    }
    from = null;
    body.clear();
  }

  /** Ends the last stage and reports a file that has none. */
  void finish(Source source) {
    endStage();
    int end = source.text().length();
    if (empty) {
      problems.error(
          "no-instructions",
          new Range(end, end),
          "the file has no instructions",
          "begin with `FROM image`");
    } else if (!inStage && !problems.hasErrors()) {
      problems.error(
          "no-build-stage",
          new Range(end, end),
          "there is no `FROM`, so there is nothing to build",
          "add `FROM image`");
    }
  }

  List<Arg> globalArgs() {
    return globalArgs;
  }

  List<Stage> stages() {
    return stages;
  }

  List<Instruction> strays() {
    return strays;
  }
}
