package io.jbuild.cli.space;

import io.jbuild.cache.StoredItem;
import io.jbuild.cache.StoredItem.Kind;
import io.jbuild.cli.image.PointInTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code --filter} as buildx takes it for its cache: {@code KEY=VALUE}, {@code KEY!=VALUE}, {@code
 * KEY~=TEXT} (contains) or a bare {@code KEY}. Of one key any will do, of several keys all must
 * hold.
 */
public final class ItemFilter {
  private static final Map<String, Set<Kind>> BUILDKIT_TYPES =
      Map.of(
          "regular", Set.of(Kind.STEP, Kind.TREE, Kind.CONVERTED),
          "source.local", Set.of(Kind.CONTEXT),
          "source.git.checkout", Set.of(Kind.GIT),
          "exec.cachemount", Set.of(Kind.CACHE_MOUNT),
          "internal", Set.of(Kind.INDEX, Kind.LOG, Kind.LEFTOVER),
          "frontend", Set.of());

  private ItemFilter() {}

  /**
   * A test for items.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Predicate<StoredItem> parse(List<String> filters, Instant now) {
    Map<String, List<Predicate<StoredItem>>> byKey = new LinkedHashMap<>();
    for (String filter : filters) {
      int equals = filter.indexOf('=');
      String key = equals < 0 ? filter : filter.substring(0, equals);
      String value = equals < 0 ? "true" : filter.substring(equals + 1);
      char sign = key.isEmpty() ? ' ' : key.charAt(key.length() - 1);
      boolean signed = sign == '!' || sign == '~';
      String name = (signed ? key.substring(0, key.length() - 1) : key).toLowerCase();
      Predicate<StoredItem> test = one(name, value.replaceFirst("^=", ""), sign == '~', now);
      byKey.computeIfAbsent(name, k -> new ArrayList<>()).add(sign == '!' ? test.negate() : test);
    }
    return item ->
        byKey.values().stream().allMatch(any -> any.stream().anyMatch(test -> test.test(item)));
  }

  private static Predicate<StoredItem> one(
      String key, String value, boolean contains, Instant now) {
    if (contains && !key.equals("description") && !key.equals("id")) {
      throw new IllegalArgumentException("`~=` goes with `description` and `id` alone");
    }
    return switch (key) {
      case "id" -> item -> contains ? item.id().contains(value) : item.id().startsWith(value);
      case "description" ->
          item -> contains ? item.description().contains(value) : item.description().equals(value);
      case "type" -> ofType(value);
      case "until" -> {
        Instant latest = PointInTime.parse(value, now);
        yield item -> !item.lastUsed().isAfter(latest);
      }
      case "inuse" -> is(value, item -> item.state() == StoredItem.State.IN_USE);
      case "shared" -> is(value, StoredItem::shared);
      case "private" -> is(value, item -> !item.shared());
      case "reclaimable" -> is(value, StoredItem::reclaimable);
      case "mutable" -> is(value, ItemFilter::isMutable);
      case "immutable" -> is(value, item -> !isMutable(item));
      default ->
          throw new IllegalArgumentException(
              "the filter `"
                  + key
                  + "` is not known; allowed: `id`, `description`, `type`, `until`, `inuse`,"
                  + " `shared`, `private`, `reclaimable`, `mutable`, `immutable`");
    };
  }

  static boolean isMutable(StoredItem item) {
    return item.kind() == Kind.CACHE_MOUNT || item.kind() == Kind.GIT;
  }

  private static Predicate<StoredItem> is(String value, Predicate<StoredItem> test) {
    return switch (value) {
      case "true", "1" -> test;
      case "false", "0" -> test.negate();
      default -> throw new IllegalArgumentException("`" + value + "` is neither true nor false");
    };
  }

  private static Predicate<StoredItem> ofType(String value) {
    Set<Kind> kinds =
        Optional.ofNullable(BUILDKIT_TYPES.get(value))
            .orElseGet(
                () -> {
                  for (Kind kind : Kind.values()) {
                    if (kind.toString().equals(value)) {
                      return Set.of(kind);
                    }
                  }
                  throw new IllegalArgumentException(
                      "the type `" + value + "` is not known; allowed: " + words());
                });
    return item -> kinds.contains(item.kind());
  }

  private static String words() {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      words.add("`" + kind + "`");
    }
    BUILDKIT_TYPES.keySet().stream().sorted().forEach(word -> words.add("`" + word + "`"));
    return String.join(", ", words);
  }
}
