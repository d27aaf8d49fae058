package io.jbuild.core.plan;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Range;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What FROM sees, and what an ARG without a default takes its value from.
 *
 * @param values the predefined platform args and the ARGs before the first FROM
 * @param buildArgs the user's, {@code SOURCE_DATE_EPOCH} in its plain form
 * @param sourceDateEpoch if the user or a global ARG gives one
 * @param epochSource what gives it instead, if that is a name
 */
record GlobalArgs(
    Map<String, String> values,
    Map<String, String> buildArgs,
    Optional<Instant> sourceDateEpoch,
    Optional<EpochSource> epochSource) {
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  GlobalArgs {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
  }

  static GlobalArgs of(PlanRequest request, Findings findings) {
    Dockerfile dockerfile = request.dockerfile();
    Map<String, String> values = predefined(request);
    Optional<Range> epochRange = Optional.empty();
    for (Arg arg : dockerfile.globalArgs()) {
      for (ArgDeclaration declaration : arg.declarations()) {
        String name = declaration.name().text();
        if (name.equals(EPOCH)) {
          epochRange = Optional.of(arg.range());
        }
        if (request.buildArgs().containsKey(name)) {
          values.put(name, request.buildArgs().get(name));
        } else if (declaration.defaultValue().isPresent()) {
          var words =
              new Words(dockerfile.directives().escape(), values, dockerfile.source(), findings);
          values.put(name, words.expand(declaration.defaultValue().get()));
        }
      }
    }
    return withEpoch(request, values, epochRange.orElse(new Range(0, 0)), findings);
  }

  private static Map<String, String> predefined(PlanRequest request) {
    var values = new LinkedHashMap<String, String>();
    PlatformVariables.put(values, "BUILD", request.buildPlatform());
    PlatformVariables.put(values, "TARGET", request.platform());
    values.put("TARGETSTAGE", targetStage(request));
    values.replaceAll((name, value) -> request.buildArgs().getOrDefault(name, value));
    return values;
  }

  private static String targetStage(PlanRequest request) {
    String last =
        request.dockerfile().stages().isEmpty()
            ? ""
            : request.dockerfile().stages().getLast().name().orElse("");
    String target = request.target().orElse(last);
    return target.isEmpty() ? "default" : target;
  }

  private static GlobalArgs withEpoch(
      PlanRequest request, Map<String, String> values, Range range, Findings findings) {
    var buildArgs = new LinkedHashMap<>(request.buildArgs());
    String text = buildArgs.getOrDefault(EPOCH, values.getOrDefault(EPOCH, ""));
    Optional<Instant> epoch = seconds(text);
    if (epoch.isPresent()) {
      return new GlobalArgs(values, buildArgs, epoch, Optional.empty());
    }
    buildArgs.remove(EPOCH);
    values.remove(EPOCH);
    Optional<EpochSource> source =
        text.isEmpty()
            ? Optional.empty()
            : new EpochSources(request, values, findings).find(text, range);
    return new GlobalArgs(values, buildArgs, epoch, source);
  }

  private static Optional<Instant> seconds(String text) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    } catch (NumberFormatException | DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
