package io.jbuild.core.plan;

import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stage while its instructions are planned, and what other stages build on afterwards. */
final class StageState {
  /** A step with the place that asks for it; its number is known when the stage is done. */
  private record Draft(
      Step step,
      String platform,
      String text,
      Source source,
      Range range,
      List<StepPlace> places) {}

  final String label;
  final Platform platform;

  /** The platform and version that the base image says, which the result keeps where it can. */
  final Optional<ImageConfig> baseConfig;

  final ConfigDraft config;

  /** ARGs by name with the value they were declared with, those of the stages below first. */
  final Map<String, String> args = new LinkedHashMap<>();

  /** What RUN and expansion see: the image's variables and the ARGs, the latest assignment last. */
  private final Map<String, String> variables = new LinkedHashMap<>();

  final List<Plan.HistoryLine> history = new ArrayList<>();
  private final List<Draft> steps = new ArrayList<>();
  String author = "";
  Step step;

  /** Where the USER in force was given; empty when the base image says it. */
  Optional<StepPlace> userPlace = Optional.empty();

  /** Whether CMD was given in this stage, so that ENTRYPOINT leaves it. */
  boolean cmdGiven;

  private StageState(
      Node node, Optional<ImageConfig> baseConfig, Platform platform, ConfigDraft config) {
    this.label = node.label();
    this.platform = platform;
    this.baseConfig = baseConfig;
    this.config = config;
  }

  /** A stage that stands on nothing. */
  static StageState onScratch(Node node) {
    var state = new StageState(node, Optional.empty(), node.platform(), ConfigDraft.empty());
    state.step = new Step.Scratch();
    state.takeImageVariables();
    return state;
  }

  /** A stage that stands on an image. */
  static StageState onImage(Node node, PinnedImage image) {
    ImageConfig base = image.config();
    var state =
        new StageState(
            node, Optional.of(base), ofPrograms(node, base), ConfigDraft.on(base.config()));
    state.step = new Step.PullImage(image);
    state.author = base.author();
    base.history().forEach(line -> state.history.add(new Plan.HistoryLine.Inherited(line)));
    state.takeImageVariables();
    return state;
  }

  /** Where an image of another architecture stands in, its programs are of that one. */
  private static Platform ofPrograms(Node node, ImageConfig base) {
    Platform has = base.platform();
    return has.architecture().equals(node.platform().architecture()) ? node.platform() : has;
  }

  /** A stage that stands on another one: it has its config, its ARGs and its files. */
  static StageState onStage(Node node, StageState base) {
    var state =
        new StageState(
            node, base.baseConfig, base.platform, ConfigDraft.on(base.config.toConfig()));
    state.step = base.step;
    state.author = base.author;
    state.history.addAll(base.history);
    state.args.putAll(base.args);
    state.variables.putAll(base.variables);
    state.userPlace = base.userPlace;
    state.takeImageVariables();
    return state;
  }

  private void takeImageVariables() {
    config.env().forEach(this::setVariable);
  }

  /** Sets what RUN and expansion see; the image's config is left alone. */
  void setVariable(String name, String value) {
    variables.remove(name);
    variables.put(name, value);
  }

  Map<String, String> variables() {
    return variables;
  }

  /** Goes on with a step that makes a layer. */
  void addLayer(
      Step next,
      String createdBy,
      String text,
      Source source,
      Range range,
      List<StepPlace> places) {
    step = next;
    history.add(new Plan.HistoryLine.Built(createdBy, Optional.of(next)));
    steps.add(new Draft(next, shownPlatform(), text, source, range, places));
  }

  /** The place of the USER, for a step that runs as it. */
  List<StepPlace> userPlaces() {
    return userPlace.map(List::of).orElse(List.of());
  }

  void addEmptyLayer(String createdBy) {
    history.add(new Plan.HistoryLine.Built(createdBy, Optional.empty()));
  }

  /** Lists a step without going on with it: an image to be pulled. */
  void addStep(Step listed, String text, Source source, Range range) {
    steps.add(new Draft(listed, shownPlatform(), text, source, range, List.of()));
  }

  /** The platform of a step, and the one that it builds for if a variable tells of another. */
  private String shownPlatform() {
    Platform builtFor = PlatformVariables.read(variables, platform);
    if (!builtFor.os().equals(platform.os())) {
      return platform + "->" + builtFor;
    }
    return builtFor.architecture().equals(platform.architecture())
        ? platform.toString()
        : platform + "->" + builtFor.toString().substring(builtFor.os().length() + 1);
  }

  /**
   * The steps, each with its place.
   *
   * @param severalPlatforms whether they say what platform they are for
   */
  List<PlannedStep> plannedSteps(boolean severalPlatforms) {
    var planned = new ArrayList<PlannedStep>();
    for (Draft draft : steps) {
      planned.add(
          new PlannedStep(
              draft.step,
              severalPlatforms ? draft.platform : "",
              label,
              planned.size() + 1,
              steps.size(),
              draft.text,
              draft.source,
              draft.range,
              draft.places));
    }
    return planned;
  }
}
