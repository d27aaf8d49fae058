package io.jbuild.core.build;

import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.context.CopyFilter;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    LocalPlan local =
        LocalPlan.of(
            parsed,
            target,
            buildArgs,
            wanted ->
                known
                    .find(wanted.name(), wanted.platform())
                    .map(config -> LocalPlan.standIn(wanted, config)));
    List<String> notes = new ArrayList<>();
    for (String name : local.missing()) {
      notes.add(
          "the image `"
              + name
              + "` is not here: what its variables or ONBUILD instructions take is not told");
    }
    var context = BuildContext.open(folder, rules, CallingUser.ofThisProcess(), Optional.empty());
    Map<String, List<Taker>> takers = new HashMap<>();
    for (PlannedStep step : local.plan().steps()) {
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

  /** The paths that a step takes out of a build's own context. */
  static List<String> taken(Step step, FileTree context) throws IOException {
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

  static boolean isMain(CopyOrigin origin) {
    return origin instanceof CopyOrigin.FromContext(String name) && name.isEmpty();
  }
}
