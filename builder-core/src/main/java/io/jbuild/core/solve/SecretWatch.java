package io.jbuild.core.solve;

import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.secret.SecretSearch;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Sees to it that no secret stays in what a build makes. */
public final class SecretWatch {
  /** Of diagnostics about a find. */
  static final String CODE = "secret-in-layer";

  /** What to do about a find. */
  public static final String HINT =
      "use it without writing or printing it, or remove it in the same RUN;"
          + " `--allow secret-in-layer` builds it all the same";

  private final boolean allowed;
  private final Map<String, byte[]> seen = new TreeMap<>();
  private final Set<String> toldOf = new TreeSet<>();

  /**
   * A watch over one build.
   *
   * @param allowed whether secrets may stay, so that nothing is looked for
   */
  public SecretWatch(boolean allowed) {
    this.allowed = allowed;
  }

  /** Whether nothing is looked for. */
  boolean isOff() {
    return allowed;
  }

  /** Takes note of a secret that a step may see, whether its command has to run or not. */
  synchronized void note(String id, byte[] value) {
    if (!allowed) {
      seen.put(id, value.clone());
    }
  }

  /** A guard of what a command leaves; nothing when it sees no secret that can be looked for. */
  synchronized Optional<SecretGuard> guard(
      Map<String, byte[]> secrets, RootfsView lower, StepProgress progress) {
    if (allowed || secrets.isEmpty()) {
      return Optional.empty();
    }
    var search = new SecretSearch(secrets);
    Set<String> tooShort = new TreeSet<>(search.tooShort());
    tooShort.removeAll(toldOf);
    if (!tooShort.isEmpty()) {
      toldOf.addAll(tooShort);
      progress.warn(
          "the value of "
              + quoted(tooShort)
              + " has fewer than "
              + SecretSearch.SHORTEST
              + " bytes: it is not looked for in what the step leaves");
    }
    return search.isEmpty() ? Optional.empty() : Optional.of(new SecretGuard(search, lower));
  }

  /**
   * Which of the texts of an image hold a secret that a step of this build may see, and which.
   *
   * @param texts by the place that a user knows them by
   * @return a message for the user; nothing when there is no find
   */
  public synchronized Optional<String> findIn(Supplier<Map<String, String>> texts) {
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    var search = new SecretSearch(seen);
    if (search.isEmpty()) {
      return Optional.empty();
    }
    Set<String> ids = new TreeSet<>();
    Set<String> places = new TreeSet<>();
    texts
        .get()
        .forEach(
            (place, text) -> {
              Set<String> found = search.in(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
              if (!found.isEmpty()) {
                ids.addAll(found);
                places.add(place);
              }
            });
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(secrets(ids) + " in the image: " + String.join(", ", places));
  }

  static String secrets(Set<String> ids) {
    return (ids.size() == 1 ? "the secret " : "the secrets ")
        + quoted(ids)
        + (ids.size() == 1 ? " is" : " are");
  }

  private static String quoted(Set<String> ids) {
    return ids.stream().map(id -> "`" + id + "`").collect(Collectors.joining(", "));
  }
}
