package io.jbuild.core.build;

import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.NamedContext;
import io.jbuild.core.plan.Entitlement;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.secret.SshSources;
import io.jbuild.core.solve.RunSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a user asked to be built, defaults applied.
 *
 * @param context the files that COPY and ADD may use
 * @param dockerfile where its text comes from
 * @param buildArgs in order
 * @param platforms what the image is for, each once and at least one
 * @param annotations of the image, wherever it goes
 * @param tags names for the image; {@code name=} of an output counts only where there are none
 * @param outputs beside the local store; where there is one, only named images go to the store
 * @param networkMode {@code default}, {@code none} or {@code host}
 * @param secrets what {@code --secret} names, unread
 * @param ssh what {@code --ssh} names
 * @param allowed {@code --allow}
 * @param run what all commands are given
 * @param reuse which earlier results may be used
 * @param sharing caches beyond the store
 * @param pull whether registries are asked for images that the store has
 */
public record BuildRequest(
    ContextSource context,
    DockerfileSource dockerfile,
    Optional<String> target,
    Map<String, String> buildArgs,
    SortedMap<String, String> labels,
    List<Platform> platforms,
    Map<String, NamedContext> namedContexts,
    Annotations annotations,
    List<ImageName> tags,
    List<OutputSpec> outputs,
    String networkMode,
    Secrets secrets,
    SshSources ssh,
    Set<Entitlement> allowed,
    RunSettings run,
    Reuse reuse,
    Sharing sharing,
    boolean pull) {
  public BuildRequest {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(namedContexts));
    platforms = platforms.stream().distinct().toList();
    tags = List.copyOf(tags);
    outputs = List.copyOf(outputs);
    allowed = Set.copyOf(allowed);
    if (platforms.isEmpty()) {
      throw new IllegalArgumentException("a build is for some platform");
    }
  }

  /** What tells this build from others: where its context and its Dockerfile lie. */
  String source() {
    if (context instanceof ContextSource.Folder(Path folder)) {
      if (dockerfile instanceof DockerfileSource.InContext) {
        return source(folder, folder.resolve("Dockerfile"));
      }
      if (dockerfile instanceof DockerfileSource.File(Path file)) {
        return source(folder, file);
      }
    }
    return context + "\n" + dockerfile;
  }

  /** The same for a folder and a file of this machine, wherever they are named from. */
  static String source(Path folder, Path dockerfile) {
    return folder.toAbsolutePath().normalize() + "\n" + dockerfile.toAbsolutePath().normalize();
  }

  /** Whether the result is an index: one of several platforms, or one that is asked to be so. */
  public boolean givesIndex() {
    String asked = buildArgs.getOrDefault("BUILDKIT_MULTI_PLATFORM", "");
    return platforms.size() > 1
        || asked.equals("1")
        || asked.equalsIgnoreCase("true")
        || asked.equalsIgnoreCase("t");
  }
}
