package io.jbuild.grammar.outline;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which stage needs which: by FROM, {@code COPY --from} and {@code RUN --mount=…,from=}. */
public final class StageGraph {
  private final Map<String, Integer> byName = new HashMap<>();
  private final List<String> bases = new ArrayList<>();
  private final List<Optional<Integer>> baseStages = new ArrayList<>();
  private final List<Set<Integer>> sources = new ArrayList<>();

  private StageGraph() {}

  /**
   * The graph of a file.
   *
   * @param globals values of the variables that FROM sees
   */
  public static StageGraph of(Dockerfile file, Map<String, String> globals) {
    var graph = new StageGraph();
    WordExpander expander = WordExpander.words(file.directives().escape());
    for (Stage stage : file.stages()) {
      String base = expander.expand(stage.from().image().text(), Variables.of(globals)).value();
      graph.bases.add(base);
      graph.baseStages.add(Optional.ofNullable(graph.byName.get(base.toLowerCase(Locale.ROOT))));
      stage.name().ifPresent(name -> graph.byName.put(name, stage.index()));
    }
    for (Stage stage : file.stages()) {
      Set<Integer> needed = new TreeSet<>();
      graph.baseStages.get(stage.index()).ifPresent(needed::add);
      for (Instruction instruction : stage.instructions()) {
        graph.add(instruction, needed);
      }
      graph.sources.add(needed);
    }
    return graph;
  }

  private void add(Instruction instruction, Set<Integer> needed) {
    switch (instruction) {
      case Onbuild onbuild -> onbuild.nested().ifPresent(nested -> add(nested, needed));
      case Copy copy -> values(copy, "from").forEach(w -> find(w.text()).ifPresent(needed::add));
      case Run run -> {
        for (Word mount : values(run, "mount")) {
          for (String option : mount.text().split(",")) {
            if (option.startsWith("from=")) {
              find(option.substring("from=".length())).ifPresent(needed::add);
            }
          }
        }
      }
      default -> {}
    }
  }

  private static List<Word> values(Instruction instruction, String flag) {
    return instruction.flags().stream()
        .filter(f -> f.name().equals(flag))
        .map(Flag::value)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The stage that a name without regard to case, or a number, stands for. */
  public Optional<Integer> find(String name) {
    Integer named = byName.get(name.toLowerCase(Locale.ROOT));
    if (named == null && name.matches("[0-9]{1,6}") && Integer.parseInt(name) < bases.size()) {
      return Optional.of(Integer.parseInt(name));
    }
    return Optional.ofNullable(named);
  }

  /** The names of the stages. */
  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /** The image or stage that a stage stands on, its variables replaced; empty if it has none. */
  public String base(int stage) {
    return bases.get(stage);
  }

  /** The stage that a stage stands on. */
  public Optional<Integer> baseStage(int stage) {
    return baseStages.get(stage);
  }

  /** The stages that a stage takes from itself, not through others. */
  public Set<Integer> sources(int stage) {
    return Collections.unmodifiableSet(sources.get(stage));
  }

  /** A stage and all that it needs, however far away. */
  public Set<Integer> needed(int stage) {
    Set<Integer> needed = new TreeSet<>();
    Deque<Integer> left = new ArrayDeque<>(List.of(stage));
    while (!left.isEmpty()) {
      int next = left.poll();
      if (needed.add(next)) {
        left.addAll(sources.get(next));
      }
    }
    return needed;
  }
}
