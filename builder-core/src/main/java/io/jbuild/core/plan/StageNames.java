package io.jbuild.core.plan;

import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Resolves the names of FROM and {@code --from}. A stage's own name is hidden by a named context; a
 * name in FROM is an earlier stage, else {@code scratch}, else a named context, else an image.
 */
final class StageNames {
  private final Dockerfile dockerfile;
  private final Platform targetPlatform;
  private final NamedContexts contexts;
  private final GlobalArgs args;
  private final Findings findings;
  private final List<Node> nodes = new ArrayList<>();

  StageNames(PlanRequest request, GlobalArgs args, Findings findings) {
    this.dockerfile = request.dockerfile();
    this.targetPlatform = request.platform();
    this.contexts = new NamedContexts(request.namedContexts());
    this.args = args;
    this.findings = findings;
    for (Stage stage : dockerfile.stages()) {
      nodes.add(resolve(stage));
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  private Node resolve(Stage stage) {
    From from = stage.from();
    Platform platform = from.platform().flatMap(this::platform).orElse(targetPlatform);
    Platform asked = platform;
    Optional<NamedContexts.Found> hiding = stage.name().flatMap(name -> contexts.find(name, asked));
    if (hiding.isPresent()) {
      expandBase(from);
      Reference instead = earlier(hiding.get(), stage.index(), dockerfile.source(), from.range());
      if (instead instanceof Reference.ToStage(int index)) {
        platform = nodes.get(index).platform();
      }
      return new Node(stage, instead, true, platform);
    }
    Reference base = base(from, platform);
    if (base instanceof Reference.ToStage(int index)) {
      platform = nodes.get(index).platform();
    }
    return new Node(stage, base, false, platform);
  }

  private Reference base(From from, Platform platform) {
    Optional<String> name = expandBase(from);
    if (name.isEmpty() || name.get().equals("scratch")) {
      return new Reference.Empty();
    }
    Optional<Integer> stage = lastStageBefore(name.get(), nodes.size());
    if (stage.isPresent()) {
      return new Reference.ToStage(stage.get());
    }
    Range range = from.image().range();
    Optional<NamedContexts.Found> context = contexts.find(name.get(), platform);
    return context.isPresent()
        ? earlier(context.get(), nodes.size(), dockerfile.source(), range)
        : image(name.get(), dockerfile.source(), range);
  }

  private Optional<String> expandBase(From from) {
    Word image = from.image();
    var words = words();
    String name = words.expand(image);
    if (words.failed()) {
      return Optional.empty();
    }
    if (name.isEmpty()) {
      findings.error(
          "blank-base",
          dockerfile.source(),
          image.range(),
          "the base image `" + image.text() + "` is blank once its variables are replaced",
          hintForUnset(image));
      return Optional.empty();
    }
    return Optional.of(name);
  }

  private Optional<Platform> platform(Word word) {
    var words = words();
    String text = words.expand(word);
    if (words.failed()) {
      return Optional.empty();
    }
    if (text.isEmpty()) {
      findings.error(
          "blank-platform",
          dockerfile.source(),
          word.range(),
          "the platform `" + word.text() + "` is blank once its variables are replaced",
          hintForUnset(word));
      return Optional.empty();
    }
    try {
      return Optional.of(Platform.parse(text));
    } catch (IllegalArgumentException e) {
      findings.error(
          "bad-platform",
          dockerfile.source(),
          word.range(),
          e.getMessage(),
          "for example `linux/amd64`");
      return Optional.empty();
    }
  }

  private Words words() {
    return new Words(
        dockerfile.directives().escape(), args.values(), dockerfile.source(), findings);
  }

  private String hintForUnset(Word word) {
    var unset =
        WordExpander.words(dockerfile.directives().escape())
            .expand(word.text(), Variables.of(args.values()))
            .unset();
    for (String name : unset) {
      Optional<String> near = Suggestion.nearest(name, args.values().keySet());
      if (near.isPresent()) {
        return "did you mean `" + near.get() + "`?";
      }
    }
    return unset.isEmpty()
        ? "give the variable a value with `--build-arg`"
        : "declare `ARG "
            + unset.first()
            + "=…` before the first FROM, or give `--build-arg "
            + unset.first()
            + "=…` for an ARG declared there";
  }

  /**
   * What a {@code from} names; empty if it is wrong, which is then reported.
   *
   * @param stageIndex of the stage whose instruction asks
   */
  Optional<Reference> origin(OriginName from, Source source, int stageIndex) {
    String name = from.text();
    Range range = from.range();
    var plain = WordExpander.words(dockerfile.directives().escape()).expand(name, Variables.NONE);
    if (!plain.ok() || !plain.value().equals(name)) {
      findings.error(
          "variable-in-from",
          source,
          range,
          "`from` takes no variables: `" + name + "`",
          "name a stage after it: `FROM " + name + " AS source` with a global ARG");
      return Optional.empty();
    }
    if (name.matches("[0-9]{1,9}")) {
      int index = Integer.parseInt(name);
      if (index >= nodes.size()) {
        findings.error(
            "unknown-stage",
            source,
            range,
            "there is no stage number " + index,
            "the stages are numbered 0 to " + (nodes.size() - 1));
        return Optional.empty();
      }
      return Optional.of(new Reference.ToStage(index));
    }
    Optional<Integer> stage =
        lastStageBefore(name, stageIndex).or(() -> lastStageBefore(name, nodes.size()));
    if (stage.isPresent()) {
      return Optional.of(new Reference.ToStage(stage.get()));
    }
    if (name.equals("scratch")) {
      return Optional.of(new Reference.Empty());
    }
    return Optional.of(contextOrImage(name, nodes.get(stageIndex).platform(), source, range));
  }

  private Reference contextOrImage(String name, Platform platform, Source source, Range range) {
    Optional<NamedContexts.Found> context = contexts.find(name, platform);
    return context.isPresent()
        ? reference(context.get(), source, range)
        : image(name, source, range);
  }

  private Reference image(String name, Source source, Range range) {
    try {
      ImageName.parse(name);
    } catch (IllegalArgumentException e) {
      Optional<String> hint = stageHint(name);
      if (hint.isPresent()) {
        findings.error("unknown-stage", source, range, "`" + name + "` is no stage", hint.get());
      } else {
        findings.error("bad-image-name", source, range, e.getMessage());
      }
    }
    return new Reference.ToImage(name);
  }

  private Reference reference(NamedContexts.Found context, Source source, Range range) {
    return switch (context.kind()) {
      case PlanRequest.ContextKind.Files _ -> new Reference.ToFiles(context.name());
      case PlanRequest.ContextKind.Empty _ -> new Reference.Empty();
      case PlanRequest.ContextKind.Image _ -> new Reference.ToImage(context.name());
      case PlanRequest.ContextKind.Stage(String name) -> {
        Optional<Stage> stage =
            dockerfile.stages().stream()
                .filter(each -> each.name().filter(name::equalsIgnoreCase).isPresent())
                .reduce((first, second) -> second);
        if (stage.isPresent()) {
          yield new Reference.ToStage(stage.get().index());
        }
        findings.error(
            "unknown-target",
            source,
            range,
            "the context `"
                + context.name()
                + "` stands for the stage `"
                + name
                + "`, which is not defined",
            "name a stage of this Dockerfile after `target:`");
        yield new Reference.Empty();
      }
    };
  }

  /** What a context in FROM stands for: a stage has to stand above. */
  private Reference earlier(NamedContexts.Found context, int index, Source source, Range range) {
    Reference reference = reference(context, source, range);
    if (reference instanceof Reference.ToStage(int stage) && stage >= index) {
      findings.error(
          "later-stage",
          source,
          range,
          "the context `"
              + context.name()
              + "` stands for a stage that is not defined before"
              + " this one",
          "move that stage up, or name an earlier one after `target:`");
      return new Reference.Empty();
    }
    return reference;
  }

  /** What to say when no image of this name is found: it may be a stage's name misspelt. */
  Optional<String> stageHint(String name) {
    Optional<Integer> later = lastStageBefore(name, nodes.size());
    if (later.isPresent()) {
      return Optional.of(
          "the stage `" + name + "` is defined later, in " + line(name) + ": move it up");
    }
    return Suggestion.nearest(name, stageNames())
        .map(near -> "did you mean the stage `" + near + "` (" + line(near) + ")?");
  }

  /** The stage that {@code --target} names, or the last one; empty if there is none such. */
  Optional<Node> target(Optional<String> target) {
    if (target.isEmpty()) {
      return Optional.of(nodes.getLast());
    }
    Optional<Integer> index = lastStageBefore(target.get(), nodes.size());
    if (index.isEmpty()) {
      reportUnknownTarget(target.get());
    }
    return index.map(nodes::get);
  }

  private void reportUnknownTarget(String target) {
    Optional<String> near = Suggestion.nearest(target, stageNames());
    String hint =
        near.map(name -> "did you mean `" + name + "` (" + line(name) + ")? ").orElse("")
            + (stageNames().isEmpty()
                ? "no stage has a name: give one with `FROM … AS name`"
                : "the stages are `" + String.join("`, `", stageNames()) + "`");
    Range range =
        near.flatMap(name -> lastStageBefore(name, nodes.size()))
            .flatMap(index -> nodes.get(index).stage().from().alias())
            .map(Word::range)
            .orElse(nodes.getLast().stage().from().range());
    findings.error(
        "unknown-target",
        dockerfile.source(),
        range,
        "the target stage `" + target + "` is not defined",
        hint);
  }

  private String line(String stageName) {
    int index = lastStageBefore(stageName, nodes.size()).orElseThrow();
    return "line " + nodes.get(index).stage().from().firstLine();
  }

  private TreeSet<String> stageNames() {
    var names = new TreeSet<String>();
    for (Node node : nodes) {
      node.stage().name().ifPresent(names::add);
    }
    return names;
  }

  private Optional<Integer> lastStageBefore(String name, int end) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (int index = Math.min(end, nodes.size()) - 1; index >= 0; index--) {
      if (nodes.get(index).stage().name().equals(Optional.of(lower))) {
        return Optional.of(index);
      }
    }
    return Optional.empty();
  }
}
