package io.jbuild.cli.lsp;

import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.ContextUse;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.outline.StageGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * What the planner knows of a file and its context, shown over its lines: what a COPY takes and
 * what the ignore file holds back from it, and which stages the build does not need.
 */
final class Lenses {
  /** Files and their bytes. */
  private record Amount(int files, long bytes) {
    Amount plus(long size) {
      return new Amount(files + 1, bytes + size);
    }

    @Override
    public String toString() {
      return files + (files == 1 ? " file, " : " files, ") + Amounts.bytes(bytes);
    }
  }

  private static final Amount NOTHING = new Amount(0, 0);

  private Lenses() {}

  /** The lenses of a file; walks the context, which may take its time. */
  static List<CodeLens> of(TextDocument document, ContextUse.Known images) {
    Dockerfile file = document.parsed().dockerfile();
    List<CodeLens> lenses = new ArrayList<>();
    stages(document, file, lenses);
    Optional<Path> path = document.path();
    if (path.isPresent() && !document.parsed().hasErrors()) {
      try {
        sources(document, path.get(), images, lenses);
      } catch (BuildFailure | IOException e) {
        // What cannot be planned takes nothing; its mistakes are shown as diagnostics.
        return lenses;
      }
    }
    return lenses;
  }

  private static void stages(TextDocument document, Dockerfile file, List<CodeLens> lenses) {
    if (file.stages().isEmpty()) {
      return;
    }
    Map<String, String> globals = new HashMap<>();
    for (Arg arg : file.globalArgs()) {
      for (ArgDeclaration declared : arg.declarations()) {
        declared
            .defaultValue()
            .ifPresent(value -> globals.put(declared.name().text(), value.text()));
      }
    }
    Stage target = file.stages().getLast();
    Set<Integer> needed = StageGraph.of(file, globals).needed(target.index());
    for (Stage stage : file.stages()) {
      if (!needed.contains(stage.index())) {
        String name = target.name().map(n -> "`" + n + "`").orElse("stage " + target.index());
        lenses.add(lens(document, stage.from(), "not reachable from the target, " + name));
      }
    }
  }

  private static void sources(
      TextDocument document, Path path, ContextUse.Known images, List<CodeLens> lenses)
      throws BuildFailure, IOException {
    Path context = path.getParent();
    IgnoreRules rules = IgnoreRules.load(context, Optional.of(path));
    Map<Integer, Amount> taken = taken(document, context, rules, images);
    Map<Integer, Amount> all =
        rules.rules().isEmpty() ? taken : taken(document, context, IgnoreRules.NONE, images);
    for (Instruction instruction : document.parsed().dockerfile().instructions()) {
      String keyword = instruction.keyword();
      Amount whole = all.get(instruction.firstLine());
      if (whole == null || !(keyword.equals("COPY") || keyword.equals("ADD"))) {
        continue;
      }
      Amount seen = taken.getOrDefault(instruction.firstLine(), NOTHING);
      var held = new Amount(whole.files() - seen.files(), whole.bytes() - seen.bytes());
      String text = seen + (held.files() > 0 ? "; the ignore file holds back " + held : "");
      lenses.add(lens(document, instruction, text));
    }
  }

  /** What instructions take, by their lines. */
  private static Map<Integer, Amount> taken(
      TextDocument document, Path context, IgnoreRules rules, ContextUse.Known images)
      throws BuildFailure, IOException {
    ContextUse use =
        ContextUse.find(
            context,
            rules,
            document.parsed().dockerfile().source(),
            Optional.empty(),
            Map.of(),
            images);
    Map<Integer, Amount> byLine = new TreeMap<>();
    for (Map.Entry<String, List<ContextUse.Taker>> entry : use.takers().entrySet()) {
      Path file = context.resolve(entry.getKey());
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        long size = Files.size(file);
        for (ContextUse.Taker taker : entry.getValue()) {
          byLine.merge(taker.line(), NOTHING.plus(size), (a, b) -> a.plus(size));
        }
      }
    }
    return byLine;
  }

  private static CodeLens lens(TextDocument document, Instruction instruction, String text) {
    int line = document.lines().line(instruction.range().start());
    var lens = new CodeLens(new Range(new Position(line, 0), new Position(line, 0)));
    // A lens that does nothing when it is clicked.
    lens.setCommand(new Command(text, ""));
    return lens;
  }
}
