package io.jbuild.core.registry;

import io.jbuild.core.image.ImageName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a request needs to be allowed, as docker's token specification writes it: {@code
 * repository:app:pull,push}.
 *
 * @param registry host with optional port
 * @param scopes one for each resource
 */
record Access(String registry, List<String> scopes) {
  Access {
    scopes = List.copyOf(scopes);
  }

  /** Reading of a repository. */
  static Access pull(ImageName name) {
    return new Access(name.registry(), List.of("repository:" + name.repository() + ":pull"));
  }

  /** Reading and writing of a repository. */
  static Access push(ImageName name) {
    return new Access(name.registry(), List.of("repository:" + name.repository() + ":pull,push"));
  }

  /** Nothing but to be known. */
  static Access login(String registry) {
    return new Access(registry, List.of());
  }

  /** The same, and reading of another repository of the registry. */
  Access andPull(String repository) {
    return with("repository:" + repository + ":pull");
  }

  /**
   * The same, and what a challenge asks for.
   *
   * @param more scopes parted by spaces
   */
  Access with(String more) {
    Map<String, TreeSet<String>> actions = new LinkedHashMap<>();
    List<String> all = new ArrayList<>(scopes);
    all.addAll(List.of(more.strip().split(" +")));
    for (String scope : all) {
      int colon = scope.lastIndexOf(':');
      if (colon > 0) {
        actions
            .computeIfAbsent(scope.substring(0, colon), key -> new TreeSet<>())
            .addAll(List.of(scope.substring(colon + 1).split(",")));
      }
    }
    List<String> merged = new ArrayList<>();
    actions.forEach((resource, set) -> merged.add(resource + ":" + String.join(",", set)));
    return new Access(registry, merged);
  }
}
