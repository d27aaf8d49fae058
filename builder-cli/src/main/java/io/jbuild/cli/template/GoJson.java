package io.jbuild.cli.template;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values as JSON in the form of Go's {@code encoding/json}, {@code <} and {@code &} unescaped:
 * fields in their order, keys of maps sorted.
 */
public final class GoJson {
  private final StringBuilder out = new StringBuilder();
  private final String indent;

  private GoJson(String indent) {
    this.indent = indent;
  }

  /** On one line, without blanks. */
  public static String compact(Object value) {
    return new GoJson("").text(value);
  }

  /** On many lines, each level four blanks deeper, as docker prints what it inspects. */
  public static String pretty(Object value) {
    return new GoJson("    ").text(value);
  }

  private String text(Object value) {
    write(value, 0);
    return out.toString();
  }

  private void write(Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case Nil nil -> out.append("null");
      case String s -> quote(s);
      case List<?> items -> items(items, depth);
      case Map<?, ?> map -> object(new TreeMap<>(map), depth);
      case Fields fields -> object(shown(fields), depth);
      default -> out.append(value);
    }
  }

  private static Map<String, Object> shown(Fields fields) {
    if (fields.optional().isEmpty()) {
      return fields.values();
    }
    var shown = new LinkedHashMap<>(fields.values());
    shown
        .entrySet()
        .removeIf(f -> fields.optional().contains(f.getKey()) && !GoText.isTrue(f.getValue()));
    return shown;
  }

  private void items(List<?> items, int depth) {
    if (items.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    for (Iterator<?> i = items.iterator(); i.hasNext(); ) {
      line(depth + 1);
      write(i.next(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    line(depth);
    out.append(']');
  }

  private void object(Map<?, ?> fields, int depth) {
    if (fields.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> i = fields.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<?, ?> field = i.next();
      line(depth + 1);
      quote((String) field.getKey());
      out.append(indent.isEmpty() ? ":" : ": ");
      write(field.getValue(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    line(depth);
    out.append('}');
  }

  private void line(int depth) {
    if (!indent.isEmpty()) {
      out.append('\n').append(indent.repeat(depth));
    }
  }

  private void quote(String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
