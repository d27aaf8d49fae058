package io.jbuild.core.build;

import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.NamedContext;
import io.jbuild.core.pin.Pinner;
import io.jbuild.core.plan.BaseImages;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.PlanResult;
import io.jbuild.core.plan.Planner;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.store.ImageStore;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The first half of a build: parse, pin, plan. Nothing is run and no layer is fetched. */
public final class Planning {
  private Planning() {}

  /**
   * The plan of a request.
   *
   * @throws BuildFailure with every error that was found
   */
  public static Plan of(
      BuildRequest request,
      Inputs inputs,
      ImageStore images,
      Supplier<RegistryClient> registry,
      BuildListener listener)
      throws BuildFailure, IOException {
    Parsed parsed = DockerfileParser.parse(inputs.main().dockerfile());
    List<Diagnostic> found = parsed.diagnostics();
    report(found.stream().filter(d -> !BrokenJson.isAbout(d)).toList(), listener);
    PlanRequest planRequest = EpochTime.resolved(planRequest(request, parsed.dockerfile()), inputs);
    var pinner = new Pinner(images, registry, request.namedContexts(), request.pull());
    try {
      BaseImages bases = pinner.pin(planRequest);
      PlanResult result = Planner.plan(planRequest, bases);
      report(result.diagnostics(), listener);
      report(found.stream().filter(BrokenJson::isAbout).toList(), listener);
      if (!request.buildArgs().isEmpty()) {
        IdleBuildArgs.warnings(request.buildArgs())
            .forEach(text -> listener.on(new BuildEvent.Warning(text)));
      }
      warnOfUnknownStages(request, parsed.dockerfile(), listener);
      return result.plan().orElseThrow(() -> new BuildFailure(result.diagnostics()));
    } catch (BuildFailure e) {
      throw BrokenJson.blamed(e, found);
    }
  }

  private static PlanRequest planRequest(BuildRequest request, Dockerfile dockerfile) {
    Map<String, PlanRequest.ContextKind> kinds = new LinkedHashMap<>();
    request
        .namedContexts()
        .forEach(
            (name, context) ->
                kinds.put(
                    name,
                    switch (context) {
                      case NamedContext.Files _,
                          NamedContext.Download _,
                          NamedContext.Repository _ ->
                          PlanRequest.ContextKind.FILES;
                      case NamedContext.Empty _ -> PlanRequest.ContextKind.EMPTY;
                      case NamedContext.Image _, NamedContext.Layout _ ->
                          PlanRequest.ContextKind.IMAGE;
                      case NamedContext.Target(String stage) ->
                          new PlanRequest.ContextKind.Stage(stage);
                    }));
    return new PlanRequest(
        dockerfile,
        request.buildArgs(),
        request.platform(),
        Platform.host(),
        request.target(),
        request.labels(),
        kinds,
        request.networkMode(),
        request.allowed(),
        new TreeSet<>(request.run().hosts().keySet()));
  }

  private static void warnOfUnknownStages(
      BuildRequest request, Dockerfile dockerfile, BuildListener listener) {
    for (String name : request.reuse().exceptStages()) {
      boolean known =
          dockerfile.stages().stream()
              .anyMatch(
                  stage -> name.equalsIgnoreCase(stage.name().orElse("stage-" + stage.index())));
      if (!known) {
        listener.on(
            new BuildEvent.Warning(
                "`--no-cache-filter`: there is no stage `" + name + "` in the Dockerfile"));
      }
    }
  }

  private static void report(List<Diagnostic> diagnostics, BuildListener listener)
      throws BuildFailure {
    List<Diagnostic> errors =
        diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new BuildFailure(errors);
    }
    for (Diagnostic warning : diagnostics) {
      if (warning.severity() == Severity.WARNING) {
        listener.on(new BuildEvent.Finding(warning.render().stripTrailing()));
      }
    }
  }
}
