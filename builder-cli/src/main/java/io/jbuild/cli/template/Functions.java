package io.jbuild.cli.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The functions of Go's templates and of docker's; for the head of a table some do nothing. */
final class Functions {
  private static final List<String> NAMES =
      List.of(
          "and",
          "eq",
          "ge",
          "gt",
          "index",
          "join",
          "json",
          "le",
          "len",
          "lower",
          "lt",
          "ne",
          "not",
          "or",
          "pad",
          "print",
          "printf",
          "println",
          "split",
          "title",
          "truncate",
          "upper");

  private final boolean heads;

  /**
   * The functions.
   *
   * @param heads whether the values are the heads of columns, which functions of values leave alone
   */
  Functions(boolean heads) {
    this.heads = heads;
  }

  /** Whether {@code and} or {@code or} looks at no more arguments after this value. */
  static boolean isDecided(String name, Object value) {
    return (name.equals("and") && !GoText.isTrue(value))
        || (name.equals("or") && GoText.isTrue(value));
  }

  static void require(String name) {
    if (!NAMES.contains(name)) {
      throw new TemplateException(
          "the function `"
              + name
              + "` of templates is not supported; there are "
              + NAMES.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", ")));
    }
  }

  Object call(String name, List<Object> arguments) {
    require(name);
    if (heads && List.of("json", "split", "join", "truncate", "pad").contains(name)) {
      return arguments.isEmpty() ? "" : arguments.getFirst();
    }
    return switch (name) {
      case "and", "or" -> many(name, arguments).getLast();
      case "not" -> !GoText.isTrue(one(name, arguments));
      case "eq" -> {
        Object first = many(name, arguments).getFirst();
        yield arguments.stream().skip(1).anyMatch(other -> Objects.equals(first, other));
      }
      case "ne" -> !Objects.equals(exactly(name, arguments, 2).getFirst(), arguments.getLast());
      case "lt" -> compare(name, arguments) < 0;
      case "le" -> compare(name, arguments) <= 0;
      case "gt" -> compare(name, arguments) > 0;
      case "ge" -> compare(name, arguments) >= 0;
      case "index" -> index(many(name, arguments));
      case "len" -> length(one(name, arguments));
      case "print" -> arguments.stream().map(GoText::of).collect(Collectors.joining());
      case "println" ->
          arguments.stream().map(GoText::of).collect(Collectors.joining(" ", "", "\n"));
      case "printf" -> Printf.of(many(name, arguments));
      case "json" -> GoJson.compact(one(name, arguments));
      case "lower" -> text(name, one(name, arguments)).toLowerCase(Locale.ROOT);
      case "upper" -> text(name, one(name, arguments)).toUpperCase(Locale.ROOT);
      case "title" -> title(text(name, one(name, arguments)));
      case "split" -> {
        exactly(name, arguments, 2);
        String parting = text(name, arguments.get(1));
        yield Arrays.asList(
            text(name, arguments.get(0)).split(java.util.regex.Pattern.quote(parting), -1));
      }
      case "join" -> {
        exactly(name, arguments, 2);
        if (!(arguments.get(0) instanceof List<?> items)) {
          throw new TemplateException("`join` needs a list, not " + kind(arguments.get(0)));
        }
        yield items.stream()
            .map(GoText::of)
            .collect(Collectors.joining(text(name, arguments.get(1))));
      }
      case "truncate" -> {
        exactly(name, arguments, 2);
        String text = text(name, arguments.get(0));
        yield text.substring(0, Math.clamp(number(name, arguments.get(1)), 0, text.length()));
      }
      default -> {
        exactly(name, arguments, 3);
        yield " ".repeat(blanks(arguments.get(1)))
            + text(name, arguments.get(0))
            + " ".repeat(blanks(arguments.get(2)));
      }
    };
  }

  private static int blanks(Object count) {
    return Math.clamp(number("pad", count), 0, 1000);
  }

  private static Object index(List<Object> arguments) {
    Object value = arguments.getFirst();
    for (Object key : arguments.subList(1, arguments.size())) {
      value =
          switch (value) {
            case List<?> items -> {
              long i = number("index", key);
              if (i < 0 || i >= items.size()) {
                throw new TemplateException(
                    "`index` asks for item " + i + " of a list of " + items.size());
              }
              yield items.get((int) i);
            }
            // As Go: the zero value, of what are texts nearly always.
            case Map<?, ?> map -> map.containsKey(key) ? map.get(key) : "";
            case Nil nil when nil == Nil.MAP -> "";
            case null -> throw new TemplateException("`index` is asked of nothing");
            default ->
                throw new TemplateException("`index` needs a list or a map, not " + kind(value));
          };
    }
    return value;
  }

  private static long length(Object value) {
    return switch (value) {
      case String s -> s.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      case List<?> items -> items.size();
      case Nil nil when nil != Nil.POINTER -> 0;
      case Map<?, ?> map -> map.size();
      case null, default ->
          throw new TemplateException("`len` needs a text, a list or a map, not " + kind(value));
    };
  }

  private static int compare(String name, List<Object> arguments) {
    exactly(name, arguments, 2);
    return switch (arguments.get(0)) {
      case Long a when arguments.get(1) instanceof Long b -> a.compareTo(b);
      case String a when arguments.get(1) instanceof String b -> a.compareTo(b);
      case Double a when arguments.get(1) instanceof Double b -> a.compareTo(b);
      case null, default ->
          throw new TemplateException("`" + name + "` needs two numbers or two texts");
    };
  }

  private static String title(String text) {
    var result = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1))) {
        result.setCharAt(i, Character.toTitleCase(text.charAt(i)));
      }
    }
    return result.toString();
  }

  private static String kind(Object value) {
    return Evaluation.kind(value);
  }

  private static String text(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new TemplateException("`" + name + "` needs a text, not " + kind(value));
  }

  private static long number(String name, Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw new TemplateException("`" + name + "` needs a number, not " + kind(value));
  }

  private static Object one(String name, List<Object> arguments) {
    return exactly(name, arguments, 1).getFirst();
  }

  private static List<Object> many(String name, List<Object> arguments) {
    if (arguments.isEmpty()) {
      throw new TemplateException("`" + name + "` needs an argument");
    }
    return arguments;
  }

  private static List<Object> exactly(String name, List<Object> arguments, int count) {
    if (arguments.size() != count) {
      throw new TemplateException(
          "`" + name + "` needs " + count + " arguments, not " + arguments.size());
    }
    return new ArrayList<>(arguments);
  }
}
