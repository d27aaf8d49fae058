package io.jbuild.core.build;

import io.jbuild.cache.Digest;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.context.CopyFilter;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.plan.BaseImages;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.Entitlement;
import io.jbuild.core.plan.ImageRequest;
import io.jbuild.core.plan.NeededImages;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.PlanResult;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Planner;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which instructions of a Dockerfile take which files of its context: the selection that a build
 * makes, without running anything, reading any content or asking any registry.
 *
 * @param takers by path in the context
 * @param notes what could not be told, a line each
 */
public record ContextUse(Map<String, List<Taker>> takers, List<String> notes) {
  /**
   * An instruction that takes a file.
   *
   * @param line of the Dockerfile, from 1
   * @param stage its name, or {@code stage-} and its number
   * @param instruction with its variables expanded
   */
  public record Taker(int line, String stage, String instruction) {}

  public ContextUse {
    takers = Map.copyOf(takers);
    notes = List.copyOf(notes);
  }

  /** Instructions that take a file, in the order of the Dockerfile. */
  public List<Taker> of(String path) {
    return takers.getOrDefault(path, List.of());
  }

  /** What is known of a base image without asking for it. */
  @FunctionalInterface
  public interface Known {
    Optional<ImageConfig> find(String name, Platform platform);
  }

  /**
   * Looks at the stages that a target needs.
   *
   * @param known without it, an image's variables and ONBUILD instructions are taken for none
   * @throws BuildFailure for mistakes in the Dockerfile
   */
  public static ContextUse find(
      Path folder,
      IgnoreRules rules,
      Source dockerfile,
      Optional<String> target,
      Map<String, String> buildArgs,
      Known known)
      throws BuildFailure, IOException {
    Parsed parsed = DockerfileParser.parse(dockerfile);
    List<Diagnostic> errors =
        parsed.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new BuildFailure(errors);
    }
    var request =
        new PlanRequest(
            parsed.dockerfile(),
            buildArgs,
            Platform.host(),
            false,
            Platform.host(),
            target,
            Collections.emptySortedMap(),
            Map.of(),
            "default",
            EnumSet.allOf(Entitlement.class),
            Collections.emptySortedSet());
    List<String> notes = new ArrayList<>();
    PlanResult planned = Planner.plan(request, bases(request, known, notes));
    Plan plan = planned.plan().orElseThrow(() -> new BuildFailure(planned.diagnostics()));
    var context = BuildContext.open(folder, rules, CallingUser.ofThisProcess(), Optional.empty());
    Map<String, List<Taker>> takers = new HashMap<>();
    for (PlannedStep step : plan.steps()) {
      var taker = new Taker(step.source().line(step.range().start()), step.stage(), step.text());
      try {
        for (String path : taken(step.step(), context)) {
          List<Taker> all = takers.computeIfAbsent(path, key -> new ArrayList<>());
          if (!all.contains(taker)) {
            all.add(taker);
          }
        }
      } catch (ContextException e) {
        notes.add("line " + taker.line() + ", `" + taker.instruction() + "`: " + e.getMessage());
      }
    }
    return new ContextUse(takers, notes);
  }

  private static BaseImages bases(PlanRequest request, Known known, List<String> notes)
      throws BuildFailure {
    Map<BaseImages.Key, PinnedImage> images = new HashMap<>();
    while (true) {
      NeededImages needed = Planner.imagesNeeded(request, new BaseImages(images));
      if (needed.requests().isEmpty()) {
        return new BaseImages(images);
      }
      for (ImageRequest wanted : needed.requests()) {
        Optional<ImageConfig> config = known.find(wanted.name(), wanted.platform());
        if (config.isEmpty()) {
          notes.add(
              "the image `"
                  + wanted.name()
                  + "` is not here: what its variables or ONBUILD instructions take is not told");
        }
        images.put(
            new BaseImages.Key(wanted.name(), wanted.platform()),
            standIn(wanted, config.orElseGet(() -> empty(wanted.platform()))));
      }
    }
  }

  private static ImageConfig empty(Platform platform) {
    return new ImageConfig(
        platform, Optional.empty(), "", ContainerConfig.EMPTY, List.of(), List.of());
  }

  private static PinnedImage standIn(ImageRequest wanted, ImageConfig config) {
    Digest digest = Digest.of(wanted.name().getBytes(StandardCharsets.UTF_8));
    return new PinnedImage(
        wanted.name(),
        wanted.platform(),
        Descriptor.of(MediaTypes.OCI_MANIFEST, digest, 0),
        List.of(),
        config,
        new PinnedImage.Location.LocalStore());
  }

  private static List<String> taken(Step step, FileTree context) throws IOException {
    List<String> paths = new ArrayList<>();
    if (step instanceof Step.CopyFiles copy && isMain(copy.origin())) {
      var filter =
          new CopyFilter(
              false, copy.flags().parents(), IgnoreRules.ofPatterns(copy.flags().excludes()));
      List<CopyInput> patterns = new ArrayList<>();
      for (CopySource source : copy.sources()) {
        if (source instanceof CopySource.Pattern(String pattern)) {
          patterns.add(new CopyInput.Pattern(pattern));
        }
      }
      paths.addAll(CopySelection.select(context, "the build context", patterns, filter).paths());
    }
    if (step instanceof Step.RunCommand run) {
      for (RunMount mount : run.mounts()) {
        Optional<CopyOrigin> origin = RunMount.origin(mount);
        if (origin.isPresent() && isMain(origin.get())) {
          String source = mount instanceof RunMount.Bind bind ? bind.source() : "/";
          paths.addAll(CopySelection.at(context, "the build context", source).paths());
        }
      }
    }
    return paths;
  }

  private static boolean isMain(CopyOrigin origin) {
    return origin instanceof CopyOrigin.FromContext(String name) && name.isEmpty();
  }
}
