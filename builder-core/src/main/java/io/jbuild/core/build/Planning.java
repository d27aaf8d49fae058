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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The first half of a build: parse, pin, plan. Nothing is run and no layer is fetched. */
public final class Planning {
  private final BuildRequest request;
  private final BuildListener listener;
  private final Set<String> told = new HashSet<>();

  private Planning(BuildRequest request, BuildListener listener) {
    this.request = request;
    this.listener = listener;
  }

  /**
   * The plans of a request, one for each platform in their order. What is to be said of the
   * Dockerfile is said once, however many platforms it is about.
   *
   * @throws BuildFailure with every error that was found for the first platform that has any
   */
  public static List<Plan> of(
      BuildRequest request,
      Inputs inputs,
      ImageStore images,
      Supplier<RegistryClient> registry,
      BuildListener listener)
      throws BuildFailure, IOException {
    return new Planning(request, listener).plan(inputs, images, registry);
  }

  private List<Plan> plan(Inputs inputs, ImageStore images, Supplier<RegistryClient> registry)
      throws BuildFailure, IOException {
    Parsed parsed = DockerfileParser.parse(inputs.main().dockerfile());
    List<Diagnostic> found = parsed.diagnostics();
    report(found.stream().filter(d -> !BrokenJson.isAbout(d)).toList());
    var pinner = new Pinner(images, registry, request.namedContexts(), request.pull());
    try {
      List<Plan> plans = new ArrayList<>();
      for (Platform platform : request.platforms()) {
        PlanRequest planRequest =
            EpochTime.resolved(planRequest(parsed.dockerfile(), platform), inputs);
        BaseImages bases = pinner.pin(planRequest);
        PlanResult result = Planner.plan(planRequest, bases);
        report(result.diagnostics());
        plans.add(result.plan().orElseThrow(() -> new BuildFailure(result.diagnostics())));
      }
      report(found.stream().filter(BrokenJson::isAbout).toList());
      if (!request.buildArgs().isEmpty()) {
        IdleBuildArgs.warnings(request.buildArgs())
            .forEach(text -> listener.on(new BuildEvent.Warning(text)));
      }
      warnOfUnknownStages(parsed.dockerfile());
      return plans;
    } catch (BuildFailure e) {
      throw BrokenJson.blamed(e, found);
    }
  }

  private PlanRequest planRequest(Dockerfile dockerfile, Platform platform) {
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
        platform,
        request.givesIndex(),
        Platform.host(),
        request.target(),
        request.labels(),
        kinds,
        request.networkMode(),
        request.allowed(),
        new TreeSet<>(request.run().hosts().keySet()));
  }

  private void warnOfUnknownStages(Dockerfile dockerfile) {
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

  private void report(List<Diagnostic> diagnostics) throws BuildFailure {
    List<Diagnostic> errors =
        diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new BuildFailure(errors);
    }
    for (Diagnostic warning : diagnostics) {
      if (warning.severity() == Severity.WARNING) {
        String text = warning.render().stripTrailing();
        if (told.add(text)) {
          listener.on(new BuildEvent.Finding(text));
        }
      }
    }
  }
}
