package io.jbuild.core.build;

import io.jbuild.core.shared.CacheOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The caches beyond the store that a build looks into and writes.
 *
 * @param from in the order in which they are asked
 * @param to all are written
 */
public record Sharing(List<CacheOption> from, List<CacheOption> to) {
  public static final Sharing NONE = new Sharing(List.of(), List.of());

  public Sharing {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** The same, and with the image a cache in itself, as the build arg of BuildKit asks for. */
  Sharing withInline(Map<String, String> buildArgs) {
    String asked = buildArgs.getOrDefault("BUILDKIT_INLINE_CACHE", "");
    if (asked.isEmpty() || asked.equals("0") || asked.equalsIgnoreCase("false")) {
      return this;
    }
    List<CacheOption> more = new ArrayList<>(to);
    more.add(CacheOption.to("type=inline"));
    return new Sharing(from, more);
  }

  boolean any() {
    return !from.isEmpty() || !to.isEmpty();
  }
}
