package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.ParsedTrigger;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which stages a build needs, what each of them runs and which images they name. ONBUILD triggers
 * of an image are known once it is pinned; they run right after FROM and are not handed on.
 */
final class StageGraph {
  private final PlanRequest request;
  private final Dockerfile dockerfile;
  private final BaseImages images;
  private final Findings findings;
  private final StageNames names;
  private final Map<Integer, List<Node.Command>> commands = new TreeMap<>();
  private final Map<BaseImages.Key, Asked> missing = new LinkedHashMap<>();
  private Optional<Node> target = Optional.empty();

  /** Stages of which it was said already that they and another need each other. */
  private final Set<Integer> cyclic = new HashSet<>();

  private record Asked(int stage, ImageRequest request) {}

  private StageGraph(PlanRequest request, BaseImages images, GlobalArgs args, Findings findings) {
    this.request = request;
    this.dockerfile = request.dockerfile();
    this.images = images;
    this.findings = findings;
    this.names = new StageNames(request, args, findings);
  }

  static StageGraph of(PlanRequest request, BaseImages images, GlobalArgs args, Findings findings) {
    var graph = new StageGraph(request, images, args, findings);
    graph.resolve();
    return graph;
  }

  /** The stages that are needed, in the order of the file. */
  List<Node> reachable() {
    return commands.keySet().stream().map(names.nodes()::get).toList();
  }

  /** What a reachable stage runs, triggers first. */
  List<Node.Command> commands(Node node) {
    return commands.get(node.index());
  }

  /** The stage to build; empty only if that was reported. */
  Optional<Node> target() {
    return target;
  }

  StageNames names() {
    return names;
  }

  /** The images to be pinned before planning can begin, in the order of the stages. */
  List<ImageRequest> missing() {
    return missing.values().stream()
        .sorted((one, other) -> Integer.compare(one.stage(), other.stage()))
        .map(Asked::request)
        .toList();
  }

  private void resolve() {
    if (dockerfile.stages().isEmpty()) {
      findings.error(
          "no-stage",
          dockerfile.source(),
          new Range(0, 0),
          "there is no stage to build",
          "begin with `FROM` and a base image, or `FROM scratch`");
      return;
    }
    checkOrigins();
    target = names.target(request.target());
    Deque<Integer> left = new ArrayDeque<>();
    target.ifPresent(node -> left.add(node.index()));
    while (!left.isEmpty()) {
      int index = left.poll();
      if (!commands.containsKey(index)) {
        left.addAll(visit(names.nodes().get(index)));
      }
    }
  }

  /** Adds a stage and answers the stages it needs. */
  private List<Integer> visit(Node node) {
    var needed = new ArrayList<Integer>();
    var own = new ArrayList<Node.Command>();
    switch (node.base()) {
      case Reference.Empty _, Reference.ToFiles _ -> {}
      case Reference.ToStage(int base) -> {
        needed.add(base);
        for (Instruction instruction : names.nodes().get(base).instructions()) {
          if (instruction instanceof Onbuild onbuild) {
            trigger(onbuild).ifPresent(own::add);
          }
        }
      }
      case Reference.ToImage(String name) -> {
        Range range = node.stage().from().image().range();
        Optional<PinnedImage> image =
            image(node, name, node.platform(), dockerfile.source(), range);
        if (!node.replaced()) {
          image.ifPresent(pinned -> own.addAll(triggers(pinned)));
        }
      }
    }
    for (Instruction instruction : node.instructions()) {
      own.add(new Node.Command(instruction, dockerfile.source()));
    }
    commands.put(node.index(), own);
    for (Node.Command command : own) {
      for (OriginName from : OriginName.of(command.instruction(), command.source())) {
        origin(from, command.source(), node).ifPresent(needed::add);
      }
    }
    return needed;
  }

  /** A trigger of a stage of this file; one that is no instruction is refused now that it runs. */
  private Optional<Node.Command> trigger(Onbuild onbuild) {
    if (onbuild.nested().isPresent()) {
      return Optional.of(new Node.Command(onbuild.nested().get(), dockerfile.source()));
    }
    ParsedTrigger parsed =
        DockerfileParser.parseOnbuild(onbuild.text(), "ONBUILD of line " + onbuild.firstLine());
    findings.addAll(parsed.diagnostics());
    return parsed.instruction().map(i -> new Node.Command(i, parsed.source()));
  }

  private List<Node.Command> triggers(PinnedImage image) {
    var parsed = new ArrayList<Node.Command>();
    for (String text : image.config().config().onBuild()) {
      ParsedTrigger trigger = DockerfileParser.parseOnbuild(text, "ONBUILD of " + image.name());
      findings.addAll(trigger.diagnostics());
      trigger.instruction().ifPresent(i -> parsed.add(new Node.Command(i, trigger.source())));
    }
    return parsed;
  }

  /** The stage that files come from; an image that they come from is asked for. */
  private Optional<Integer> origin(OriginName from, Source source, Node node) {
    Optional<Reference> reference = names.origin(from, source, node.index());
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    return switch (reference.get()) {
      case Reference.Empty _, Reference.ToFiles _ -> Optional.empty();
      case Reference.ToStage(int index) -> {
        if (index >= node.index()) {
          reportNotBefore(from, source, node, index);
          yield Optional.empty();
        }
        yield Optional.of(index);
      }
      case Reference.ToImage(String name) -> {
        image(node, name, request.platform(), source, from.range());
        yield Optional.empty();
      }
    };
  }

  private void reportNotBefore(OriginName from, Source source, Node node, int index) {
    Range range = from.range();
    Node other = names.nodes().get(index);
    if (index == node.index()) {
      findings.error(
          "stage-cycle",
          source,
          range,
          "the stage `" + node.label() + "` takes files from itself",
          "take them from a stage before it, or move them with RUN");
    } else if (!cyclic.contains(node.index())) {
      findings.error(
          "later-stage",
          source,
          range,
          "the stage `"
              + other.label()
              + "` (line "
              + other.stage().from().firstLine()
              + ") is defined after the stage `"
              + node.label()
              + "` that takes files from it",
          "move it before line " + node.stage().from().firstLine());
    }
  }

  private Optional<PinnedImage> image(
      Node node, String name, Platform platform, Source source, Range range) {
    Optional<PinnedImage> known = images.find(name, platform);
    if (known.isEmpty()) {
      missing.putIfAbsent(
          new BaseImages.Key(name, platform),
          new Asked(
              node.index(),
              new ImageRequest(name, platform, source, range, names.stageHint(name))));
    }
    return known;
  }

  /**
   * Reports what is wrong with any {@code from}, in stages that are not needed too: stages that
   * need each other, as BuildKit refuses them.
   */
  private void checkOrigins() {
    List<Set<Integer>> needs = new ArrayList<>();
    for (Node node : names.nodes()) {
      var needed = new TreeSet<Integer>();
      if (node.base() instanceof Reference.ToStage(int base) && !node.replaced()) {
        needed.add(base);
      }
      for (Instruction instruction : node.instructions()) {
        for (OriginName from : OriginName.of(instruction, dockerfile.source())) {
          names
              .origin(from, dockerfile.source(), node.index())
              .ifPresent(
                  reference -> {
                    if (reference instanceof Reference.ToStage(int index)) {
                      needed.add(index);
                    }
                  });
        }
      }
      needs.add(needed);
    }
    for (Node node : names.nodes()) {
      for (int needed : needs.get(node.index())) {
        if (needed > node.index() && reaches(needs, needed, node.index())) {
          cyclic.add(node.index());
          findings.error(
              "stage-cycle",
              dockerfile.source(),
              node.stage().from().range(),
              "the stages `"
                  + node.label()
                  + "` and `"
                  + names.nodes().get(needed).label()
                  + "` need each other",
              "let one of them take files from a stage that stands before both");
        }
      }
    }
  }

  private static boolean reaches(List<Set<Integer>> needs, int from, int to) {
    var seen = new HashSet<Integer>();
    Deque<Integer> left = new ArrayDeque<>(List.of(from));
    while (!left.isEmpty()) {
      int index = left.poll();
      if (index == to) {
        return true;
      }
      if (seen.add(index)) {
        left.addAll(needs.get(index));
      }
    }
    return false;
  }
}
