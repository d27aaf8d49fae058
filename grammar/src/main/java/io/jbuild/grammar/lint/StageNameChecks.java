package io.jbuild.grammar.lint;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules that compare stages and keywords of a whole file. */
final class StageNameChecks {
  private static final Set<String> RESERVED = Set.of("context", "scratch");

  private final Dockerfile file;
  private final Report report;

  StageNameChecks(Dockerfile file, Report report) {
    this.file = file;
    this.report = report;
  }

  void run() {
    names();
    casing();
  }

  private void names() {
    Map<String, Integer> lines = new HashMap<>();
    for (Stage stage : file.stages()) {
      if (stage.name().isEmpty()) {
        continue;
      }
      String name = stage.name().get();
      Word alias = stage.from().alias().orElseThrow();
      Place place = report.place(stage.from());
      if (RESERVED.contains(name)) {
        report.warn(
            Rule.RESERVED_STAGE_NAME,
            place,
            alias.range(),
            "`" + name + "` has a meaning of its own and should not name a stage",
            "choose another name");
      }
      Integer first = lines.putIfAbsent(name, stage.from().firstLine());
      if (first != null) {
        report.warn(
            Rule.DUPLICATE_STAGE_NAME,
            place,
            alias.range(),
            "the stage name `" + name + "` is taken",
            "line " + first + " has a stage of that name: choose another");
      }
    }
  }

  /** Global ARGs neither vote nor are looked at. */
  private void casing() {
    List<Instruction> instructions =
        file.instructions().subList(file.globalArgs().size(), file.instructions().size());
    int lower = 0;
    int upper = 0;
    for (Instruction instruction : instructions) {
      String keyword = instruction.origin().keyword();
      if (isLower(keyword)) {
        lower++;
      } else if (keyword.equals(instruction.keyword())) {
        upper++;
      }
    }
    for (Instruction instruction : instructions) {
      String keyword = instruction.origin().keyword();
      String right =
          lower > upper ? instruction.keyword().toLowerCase(Locale.ROOT) : instruction.keyword();
      if (!keyword.equals(right)) {
        report.warn(
            Rule.CONSISTENT_INSTRUCTION_CASING,
            report.place(instruction),
            instruction.origin().keywordRange(),
            "`"
                + keyword
                + "` is not in "
                + (lower > upper ? "lower" : "upper")
                + " case as most keywords of the file are",
            "write `" + right + "`",
            Optional.of(Fixes.write(instruction.origin().keywordRange(), right)));
      }
    }
  }

  private static boolean isLower(String keyword) {
    return keyword.equals(keyword.toLowerCase(Locale.ROOT));
  }
}
