package io.jbuild.core.export;

import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.Annotations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The {@code key=value} fields of one {@code --output} or the like; each is taken out once. */
public final class OutputFields {
  private static final String OUTPUT = "--output";

  private final String option;
  private final String text;
  private final Map<String, String> fields;

  private OutputFields(String option, String text, Map<String, String> fields) {
    this.option = option;
    this.text = text;
    this.fields = fields;
  }

  /** Reads the fields; the messages of all errors begin with the option. */
  static OutputFields read(String text) {
    return read(OUTPUT, text);
  }

  /** The same for another option. */
  public static OutputFields read(String option, String text) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String field : csv(option, text)) {
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw bad(option, text, "`" + field + "` is not `key=value`");
      }
      String key = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (result.put(key, field.substring(equals + 1)) != null) {
        throw bad(option, text, "`" + key + "` stands twice");
      }
    }
    return new OutputFields(option, text, result);
  }

  /** The value of a key, null if it is not there. */
  public String take(String key) {
    return fields.remove(key);
  }

  public String take(String key, String otherwise) {
    String value = fields.remove(key);
    return value == null ? otherwise : value;
  }

  /** A truth value; a key without value means true, as {@code push=} of buildx. */
  public boolean take(String key, boolean otherwise) {
    String value = fields.remove(key);
    return switch (value == null ? String.valueOf(otherwise) : value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "t", "" -> true;
      case "false", "0", "f" -> false;
      default -> throw bad("`" + key + "=" + value + "`: `true` or `false` is needed");
    };
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  /** The annotations, in the order given. */
  Annotations takeAnnotations() {
    List<Annotation> result = new ArrayList<>();
    for (String key : List.copyOf(fields.keySet())) {
      try {
        Annotation.ofOutput(key, fields.get(key))
            .ifPresent(
                annotation -> {
                  result.add(annotation);
                  fields.remove(key);
                });
      } catch (IllegalArgumentException e) {
        throw bad(e.getMessage());
      }
    }
    return new Annotations(result);
  }

  /** Refuses keys that a type has not. */
  public void allow(String type, Set<String> keys) {
    for (String key : fields.keySet()) {
      if (!keys.contains(key)) {
        throw bad(
            "`"
                + key
                + "` is not supported for `type="
                + type
                + "`; allowed: "
                + new TreeSet<>(keys)
                    .stream().map(k -> "`" + k + "`").collect(Collectors.joining(", ")));
      }
    }
  }

  public IllegalArgumentException bad(String why) {
    return bad(option, text, why);
  }

  /** One record of RFC 4180: a field in double quotes may hold commas. */
  private static List<String> csv(String option, String text) {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(text.charAt(++i));
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw bad(option, text, "a double quote is not closed");
    }
    fields.add(field.toString());
    return fields;
  }

  static IllegalArgumentException bad(String text, String why) {
    return bad(OUTPUT, text, why);
  }

  private static IllegalArgumentException bad(String option, String text, String why) {
    return new IllegalArgumentException("`" + option + " " + text + "`: " + why);
  }
}
