package io.jbuild.grammar;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code ?key=value&…} of a {@link GitAddress}. */
final class GitQuery {
  private static final String KEYS =
      "`ref`, `branch`, `tag`, `subdir`, `checksum`, `commit`, `keep-git-dir`, `submodules`,"
          + " `mtime`, `fetch-by-commit`";

  private final Map<String, String> values = new HashMap<>();

  private GitQuery() {}

  static GitQuery parse(String query) {
    var parsed = new GitQuery();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = PercentText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : PercentText.decode(pair.substring(equals + 1), true);
        parsed.put(key, value);
      }
    }
    return parsed;
  }

  private void put(String key, String value) {
    switch (key) {
      case "ref", "branch", "tag", "subdir", "checksum", "commit" -> {
        if (value.isEmpty()) {
          throw new IllegalArgumentException("`" + key + "` of the git address has no value");
        }
      }
      case "keep-git-dir", "submodules", "fetch-by-commit" -> bool(key, value);
      case "mtime" -> {
        if (!value.equals("checkout") && !value.equals("commit")) {
          throw new IllegalArgumentException(
              "`mtime` of a git address is `checkout` or `commit`, not `" + value + "`");
        }
      }
      default ->
          throw new IllegalArgumentException(
              "`" + key + "` is no key of a git address; allowed: " + KEYS);
    }
    String name = key.equals("commit") ? "checksum" : key;
    if (values.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("`" + name + "` of the git address is given twice");
    }
  }

  /** The values that Go's {@code strconv.ParseBool} takes; none stands for true. */
  private static boolean bool(String key, String value) {
    return switch (value) {
      case "", "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "`" + key + "` of a git address is `true` or `false`, not `" + value + "`");
    };
  }

  /**
   * The address of a repository with what this query and a fragment say.
   *
   * @param fragment {@code ref:subdir}, either of them may be empty
   */
  GitAddress address(String remote, String fragment, boolean fromLocalPath) {
    int colon = fragment.indexOf(':');
    String ref = colon < 0 ? fragment : fragment.substring(0, colon);
    String subdir = colon < 0 ? "" : fragment.substring(colon + 1);
    ref = agreed("ref", ref, text("ref"));
    if (values.containsKey("tag") && values.containsKey("branch")) {
      throw new IllegalArgumentException("the git address has a `tag` and a `branch`; give one");
    }
    ref = agreed("ref", ref, full("refs/tags/", text("tag")));
    ref = agreed("ref", ref, full("refs/heads/", text("branch")));
    subdir = agreed("subdir", subdir, text("subdir"));
    String checksum = text("checksum");
    return new GitAddress(
        remote,
        ref.isEmpty() ? checksum : ref,
        subdir,
        checksum,
        bool("keep-git-dir"),
        bool("submodules"),
        text("mtime").equals("commit"),
        fromLocalPath);
  }

  private String text(String key) {
    return values.getOrDefault(key, "");
  }

  private Optional<Boolean> bool(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> bool(key, value));
  }

  private static String full(String prefix, String name) {
    return name.isEmpty() || name.startsWith(prefix) ? name : prefix + name;
  }

  private static String agreed(String what, String one, String other) {
    if (!one.isEmpty() && !other.isEmpty() && !one.equals(other)) {
      throw new IllegalArgumentException(
          "the git address has two values for `" + what + "`: `" + one + "` and `" + other + "`");
    }
    return one.isEmpty() ? other : one;
  }
}
