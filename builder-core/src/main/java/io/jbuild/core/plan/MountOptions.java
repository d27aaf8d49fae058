package io.jbuild.core.plan;

import io.jbuild.grammar.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options of one {@code --mount}, read one after the other as BuildKit reads them: what an
 * option may be hangs on the type that was given before it.
 */
final class MountOptions {
  private static final List<String> KEYS =
      List.of(
          "type",
          "from",
          "source",
          "src",
          "target",
          "dst",
          "destination",
          "readonly",
          "ro",
          "readwrite",
          "rw",
          "id",
          "sharing",
          "required",
          "size",
          "mode",
          "uid",
          "gid",
          "env");

  private static final long MOST = 0xFFFF_FFFFL;

  enum Type {
    BIND,
    CACHE,
    TMPFS,
    SECRET,
    SSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Type type = Type.BIND;
  String from = "";
  String source = "";
  String target = "";
  String id = "";
  boolean required;
  long bytes;
  Optional<Boolean> readOnly = Optional.empty();
  Optional<RunMount.Sharing> sharing = Optional.empty();
  Optional<Integer> mode = Optional.empty();
  Optional<Long> uid = Optional.empty();
  Optional<Long> gid = Optional.empty();

  /** The name of a secret's variable, empty for that of the secret; nothing for a file. */
  Optional<String> env = Optional.empty();

  /** An option that cannot be; the message names it. */
  static final class BadOptionException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<String> hint;

    BadOptionException(String message, Optional<String> hint) {
      super(message);
      this.hint = hint;
    }

    Optional<String> hint() {
      return hint;
    }
  }

  /** An option without value. */
  void set(String key) throws BadOptionException {
    switch (key) {
      case "readonly", "ro" -> readOnly = Optional.of(true);
      case "readwrite", "rw" -> readOnly = Optional.of(false);
      case "required" -> {
        only(key, Type.SECRET, Type.SSH);
        required = true;
      }
      case "env" -> {
        only(key, Type.SECRET);
        env = Optional.of("");
      }
      default -> {
        requireKnown(key);
        throw bad("the option `" + key + "` has no value", "write `" + key + "=…`");
      }
    }
  }

  /** An option with its value, variables expanded. */
  void set(String key, String value) throws BadOptionException {
    switch (key) {
      case "type" -> type = oneOf(Type.values(), "mount type", value);
      case "from" -> from = value;
      case "source", "src" -> source = value;
      case "target", "dst", "destination" -> target = value;
      case "readonly", "ro" -> readOnly = Optional.of(bool(key, value));
      case "readwrite", "rw" -> readOnly = Optional.of(!bool(key, value));
      case "required" -> {
        only(key, Type.SECRET, Type.SSH);
        required = bool(key, value);
      }
      case "env" -> {
        only(key, Type.SECRET);
        env = Optional.of(value);
      }
      case "size" -> {
        only(key, Type.TMPFS);
        bytes = size(value);
      }
      case "id" -> id = value;
      case "sharing" ->
          sharing = Optional.of(oneOf(RunMount.Sharing.values(), "way of sharing", value));
      case "mode" -> mode = Optional.of((int) number(key, value, 8));
      case "uid" -> uid = Optional.of(number(key, value, 10));
      case "gid" -> gid = Optional.of(number(key, value, 10));
      default -> requireKnown(key);
    }
  }

  /** What can be told when all options are there. */
  void check() throws BadOptionException {
    boolean owned = type == Type.SECRET || type == Type.SSH || type == Type.CACHE;
    if (!owned && (mode.isPresent() || uid.isPresent() || gid.isPresent())) {
      throw bad(
          "a mount of type `" + type + "` takes no `mode`, `uid` or `gid`",
          type == Type.BIND
              ? "files keep the owners that they have where they come from"
              : "leave them out, and `chown` or `chmod` it in the command");
    }
    if (sharing.isPresent() && type != Type.CACHE) {
      throw bad("a mount of type `" + type + "` takes no `sharing`", "it is of `type=cache` alone");
    }
    if (type == Type.SECRET && !from.isEmpty()) {
      throw bad("a secret takes no `from`", "its value is given with `--secret id=…,src=FILE`");
    }
    if (type == Type.SECRET && source.isEmpty() && target.isEmpty() && id.isEmpty()) {
      throw bad("a secret needs an `id` or a `target`", "write `--mount=type=secret,id=…`");
    }
    if (type == Type.SECRET && !source.isEmpty() && !id.isEmpty()) {
      throw bad("a secret takes `id` or `source`, not both", "they mean the same");
    }
    if (type == Type.SSH && !source.isEmpty()) {
      throw bad("an ssh mount takes no `source`", "name the agent with `id`");
    }
  }

  private void only(String key, Type... types) throws BadOptionException {
    if (!Arrays.asList(types).contains(type)) {
      throw bad(
          "a mount of type `" + type + "` takes no `" + key + "`",
          "it belongs to "
              + String.join(
                  " and ", Arrays.stream(types).map(each -> "`type=" + each + "`").toList())
              + ", which has to stand before it");
    }
  }

  private static void requireKnown(String key) throws BadOptionException {
    if (!KEYS.contains(key)) {
      throw bad(
          "`" + key + "` is no option of a mount",
          Suggestion.nearest(key, KEYS)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("the options are `" + String.join("`, `", KEYS) + "`"));
    }
  }

  private static <T> T oneOf(T[] values, String what, String given) throws BadOptionException {
    List<String> names = Arrays.stream(values).map(Object::toString).toList();
    int index = names.indexOf(given.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw bad(
          "there is no " + what + " `" + given + "`",
          meant(given, names).map(near -> "did you mean `" + near + "`? ").orElse("")
              + "there are `"
              + String.join("`, `", names)
              + "`");
    }
    return values[index];
  }

  /** The nearest name, or one that was not written to its end. */
  private static Optional<String> meant(String given, List<String> names) {
    return Suggestion.nearest(given, names)
        .or(
            () ->
                names.stream()
                    .filter(name -> name.startsWith(given.toLowerCase(Locale.ROOT)))
                    .findFirst());
  }

  /** As Go's {@code strconv.ParseBool} takes it. */
  private static boolean bool(String key, String value) throws BadOptionException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw bad(
              "`" + key + "` is `true` or `false`, not `" + value + "`", "leave the value out");
    };
  }

  private static long number(String key, String value, int base) throws BadOptionException {
    long number = -1;
    try {
      // A sign, which Java would take, is none of its digits.
      number = value.matches("[0-9]{1,11}") ? Long.parseLong(value, base) : -1;
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 0 || number > MOST) {
      throw bad(
          "`" + key + "` cannot be `" + value + "`",
          base == 8 ? "write an octal mode such as `0755`" : "write a number, names do not count");
    }
    return number;
  }

  private static long size(String value) throws BadOptionException {
    try {
      return ByteSize.parse(value);
    } catch (NumberFormatException e) {
      throw bad("`size` cannot be `" + value + "`", "write bytes, or for example `64m` or `1g`");
    }
  }

  private static BadOptionException bad(String message, String hint) {
    return new BadOptionException(message, Optional.of(hint));
  }
}
