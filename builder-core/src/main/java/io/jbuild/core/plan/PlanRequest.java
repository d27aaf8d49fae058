package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Dockerfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What decides a plan beside its base images.
 *
 * @param buildArgs {@code --build-arg}, in order
 * @param platform the image is for
 * @param severalPlatforms whether the build is for others too, so that steps say what they are for
 * @param buildPlatform where the build runs
 * @param target {@code --target}: a stage's name
 * @param labels {@code --label}
 * @param namedContexts {@code --build-context} names and what they stand for; {@code
 *     NAME::PLATFORM} stands for a name where that platform is built for, before the name alone
 *     does
 * @param networkMode {@code --network}: {@code default}, {@code none} or {@code host}
 * @param allowed {@code --allow}
 * @param hosts names of {@code --add-host}; their addresses are no part of a plan
 */
public record PlanRequest(
    Dockerfile dockerfile,
    Map<String, String> buildArgs,
    Platform platform,
    boolean severalPlatforms,
    Platform buildPlatform,
    Optional<String> target,
    SortedMap<String, String> labels,
    Map<String, ContextKind> namedContexts,
    String networkMode,
    Set<Entitlement> allowed,
    SortedSet<String> hosts) {
  public PlanRequest {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(namedContexts));
    allowed = Set.copyOf(allowed);
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
  }

  /** A request that allows nothing in particular and adds no hosts. */
  public PlanRequest(
      Dockerfile dockerfile,
      Map<String, String> buildArgs,
      Platform platform,
      Platform buildPlatform,
      Optional<String> target,
      SortedMap<String, String> labels,
      Map<String, ContextKind> namedContexts,
      String networkMode) {
    this(
        dockerfile,
        buildArgs,
        platform,
        false,
        buildPlatform,
        target,
        labels,
        namedContexts,
        networkMode,
        Set.of(),
        Collections.emptySortedSet());
  }

  /** The same build with another value of a build arg. */
  public PlanRequest withBuildArg(String name, String value) {
    var args = new LinkedHashMap<>(buildArgs);
    args.put(name, value);
    return new PlanRequest(
        dockerfile,
        args,
        platform,
        severalPlatforms,
        buildPlatform,
        target,
        labels,
        namedContexts,
        networkMode,
        allowed,
        hosts);
  }

  /** What a named context stands for. */
  public sealed interface ContextKind {
    ContextKind FILES = new Files();
    ContextKind IMAGE = new Image();
    ContextKind EMPTY = new Empty();

    /** A folder, a repository or a download. */
    record Files() implements ContextKind {}

    /** An image, which {@link BaseImages} knows by the context's name. */
    record Image() implements ContextKind {}

    /** An image without files, as {@code scratch}. */
    record Empty() implements ContextKind {}

    /** A stage of the Dockerfile itself. */
    record Stage(String name) implements ContextKind {}
  }
}
