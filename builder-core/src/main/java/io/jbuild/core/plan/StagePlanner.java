package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.grammar.Add;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.Workdir;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans the stages of a build one after the other, each from its base on. */
final class StagePlanner {
  /**
   * What planning an instruction needs beside the stage it is in.
   *
   * @param source where the instruction stands
   * @param origins where files of other stages come from
   */
  record Context(
      PlanRequest request, GlobalArgs args, Source source, Findings findings, Origins origins) {
    Words words(StageState state) {
      return new Words(escape(), state.variables(), source, findings);
    }

    private char escape() {
      return request.dockerfile().directives().escape();
    }
  }

  /** Finds where files come from; an image is listed as a step of the stage. */
  @FunctionalInterface
  interface Origins {
    CopyOrigin origin(OriginName from, Context context, StageState state);
  }

  private final PlanRequest request;
  private final GlobalArgs args;
  private final BaseImages images;
  private final StageGraph graph;
  private final Findings findings;
  private final Map<Integer, StageState> done = new LinkedHashMap<>();

  StagePlanner(
      PlanRequest request,
      GlobalArgs args,
      BaseImages images,
      StageGraph graph,
      Findings findings) {
    this.request = request;
    this.args = args;
    this.images = images;
    this.graph = graph;
    this.findings = findings;
  }

  /** The needed stages in the order of the file; every image they name has to be pinned. */
  List<StageState> plan() {
    for (Node node : graph.reachable()) {
      done.put(node.index(), plan(node));
    }
    return List.copyOf(done.values());
  }

  StageState result(Node node) {
    return done.get(node.index());
  }

  private StageState plan(Node node) {
    StageState state = base(node);
    for (Node.Command command : graph.commands(node)) {
      plan(node, command.instruction(), command.source(), state);
    }
    return state;
  }

  private void plan(Node node, Instruction instruction, Source source, StageState state) {
    Origins origins = (from, context, stage) -> origin(node, from, context, stage);
    var context = new Context(request, args, source, findings, origins);
    switch (instruction) {
      case Run run -> new RunPlanner(context, state).plan(run);
      case Copy copy -> copyPlanner(context, state).plan(copy, origin(copy, context, state));
      case Add add -> copyPlanner(context, state).plan(add);
      case Workdir workdir -> workdir(workdir, context, state);
      default -> new ConfigPlanner(context, state).plan(instruction);
    }
  }

  private static CopyPlanner copyPlanner(Context context, StageState state) {
    return new CopyPlanner(context, state);
  }

  private StageState base(Node node) {
    Word image = node.stage().from().image();
    Source source = request.dockerfile().source();
    return switch (node.base()) {
      case Reference.Empty _ -> StageState.onScratch(node);
      case Reference.ToStage(int index) -> StageState.onStage(node, done.get(index));
      case Reference.ToImage(String name) -> {
        PinnedImage pinned = images.find(name, node.platform()).orElseThrow();
        warnOfPlatform(node, pinned, source, image.range());
        StageState state = StageState.onImage(node, pinned);
        state.addStep(state.step, "FROM " + name, source, image.range());
        yield state;
      }
      case Reference.ToFiles(String context) -> {
        StageState state = StageState.onScratch(node);
        state.addLayer(
            wholeContext(context),
            "FROM " + context,
            "FROM " + context,
            source,
            image.range(),
            List.of());
        yield state;
      }
    };
  }

  /** An image of a single platform is used whatever is asked for, as docker does; but said so. */
  private void warnOfPlatform(Node node, PinnedImage pinned, Source source, Range range) {
    Platform has = pinned.config().platform();
    if (!PlatformMatch.matches(node.platform(), has)) {
      findings.warning(
          "base-platform",
          source,
          range,
          "`%s` is an image for `%s`, and `%s` is asked for"
              .formatted(pinned.name(), has, node.platform()),
          "choose a base image that has the platform");
    }
  }

  private static Step wholeContext(String context) {
    return new Step.CopyFiles(
        new Step.Scratch(),
        new CopyOrigin.FromContext(context),
        List.of(new CopySource.Pattern(".")),
        "/",
        CopyFlags.NONE);
  }

  private static CopyOrigin origin(Copy copy, Context context, StageState state) {
    return OriginName.of(copy, context.source()).stream()
        .findFirst()
        .map(from -> context.origins().origin(from, context, state))
        .orElse(new CopyOrigin.FromContext(""));
  }

  private CopyOrigin origin(Node node, OriginName from, Context context, StageState state) {
    Reference reference = graph.names().origin(from, context.source(), node.index()).orElseThrow();
    return switch (reference) {
      case Reference.Empty _ -> new CopyOrigin.FromStep(new Step.Scratch());
      case Reference.ToFiles(String name) -> new CopyOrigin.FromContext(name);
      case Reference.ToStage(int index) -> new CopyOrigin.FromStep(done.get(index).step);
      case Reference.ToImage(String name) -> {
        Step pull = new Step.PullImage(images.find(name, request.platform()).orElseThrow());
        state.addStep(pull, "FROM " + name, context.source(), from.range());
        yield new CopyOrigin.FromStep(pull);
      }
    };
  }

  private static void workdir(Workdir workdir, Context context, StageState state) {
    Words words = context.words(state);
    String path = words.expand(workdir.path());
    if (words.failed()) {
      return;
    }
    String directory = UnixPath.workdir(state.config.workingDir, path);
    state.config.workingDir = directory;
    String text = "WORKDIR " + directory;
    String clean = UnixPath.clean(directory);
    if (clean.equals("/")) {
      state.addEmptyLayer(text);
    } else {
      state.addLayer(
          new Step.MakeDirectory(state.step, clean, state.config.user),
          text,
          text,
          context.source(),
          workdir.range(),
          state.userPlaces());
    }
  }
}
