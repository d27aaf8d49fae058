package io.jbuild.cli.lsp;

import io.jbuild.core.build.BuildForecast;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.solve.Outlook;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * What a build would do, shown over the lines of a file: which steps are cached and why others
 * would run, what a COPY takes and what the ignore file holds back from it, which stages are not
 * needed. Walks the context, which may take its time.
 */
final class Lenses {
  /** A file of more is none that anybody builds. */
  private static final int MOST_INSTRUCTIONS = 2000;

  private final TextDocument document;
  private final Dockerfile file;
  private final List<CodeLens> lenses = new ArrayList<>();

  private Lenses(TextDocument document) {
    this.document = document;
    this.file = document.parsed().dockerfile();
  }

  /**
   * The lenses of a file.
   *
   * @throws IOException when the thread is interrupted meanwhile
   */
  static List<CodeLens> of(TextDocument document, BuildForecast forecast) throws IOException {
    var lenses = new Lenses(document);
    UnneededStages.of(lenses.file).forEach(lenses::add);
    boolean few = lenses.file.instructions().size() <= MOST_INSTRUCTIONS;
    if (few && document.path().isPresent() && !document.parsed().hasErrors()) {
      try {
        lenses.addOf(
            forecast.look(document.parsed(), forecast.place(document.path().orElseThrow())));
      } catch (BuildFailure e) {
        // What cannot be planned has no steps; its mistakes are shown as diagnostics.
        return lenses.lenses;
      }
    }
    return lenses.lenses;
  }

  private void addOf(BuildForecast.Look look) throws IOException {
    List<PlannedStep> steps = look.plan().steps();
    var words = new OutlookWords(steps, file.source());
    Map<Instruction, StageTotal> totals = new HashMap<>();
    NavigableMap<Integer, Instruction> byStart = new TreeMap<>();
    for (Stage stage : file.stages()) {
      var total = new StageTotal();
      totals.put(stage.from(), total);
      stage.instructions().forEach(each -> byStart.put(each.range().start(), each));
      byStart.put(stage.from().range().start(), stage.from());
      for (Instruction each : stage.instructions()) {
        totals.put(each, total);
      }
    }
    for (PlannedStep planned : steps) {
      // The triggers of a base image stand in no line of the file.
      Instruction instruction =
          planned.source().equals(file.source())
              ? byStart.floorEntry(planned.range().start()).getValue()
              : null;
      if (instruction == null) {
        continue;
      }
      Optional<Outlook> outlook = look.outlook(planned.step());
      if (outlook.isPresent()) {
        add(instruction, words.of(outlook.get()));
        totals.get(instruction).add(outlook.get());
      }
      addFiles(instruction, planned.step(), look);
    }
    for (Stage stage : file.stages()) {
      totals.get(stage.from()).words().ifPresent(text -> add(stage.from(), text));
    }
  }

  private void addFiles(Instruction instruction, Step step, BuildForecast.Look look)
      throws IOException {
    if (!look.takesOfContext(step)) {
      return;
    }
    BuildForecast.Amount seen;
    BuildForecast.Amount whole;
    try {
      seen = look.taken(step);
      whole = look.takenOfAll(step);
    } catch (ContextException e) {
      // That its files are not there is what the outlook says.
      return;
    }
    var held = new BuildForecast.Amount(whole.count() - seen.count(), whole.bytes() - seen.bytes());
    add(
        instruction,
        OutlookWords.of(seen)
            + (held.count() > 0 ? "; the ignore file holds back " + OutlookWords.of(held) : ""));
  }

  private void add(Instruction instruction, String text) {
    int line = document.lines().line(instruction.range().start());
    var lens = new CodeLens(new Range(new Position(line, 0), new Position(line, 0)));
    // A lens that does nothing when it is clicked.
    lens.setCommand(new Command(text, ""));
    lenses.add(lens);
  }
}
