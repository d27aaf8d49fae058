package io.jbuild.cli.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Rows of one kind and how {@code --format} prints them, in docker's words: nothing or {@code
 * table} for the usual columns, {@code table TEMPLATE} for others, {@code json} for an object a
 * row, or a template that is printed for each row.
 *
 * @param <T> a row
 */
public final class Listing<T> {
  private final Map<String, String> heads;
  private final Function<T, Fields> fields;

  /**
   * A kind of rows.
   *
   * @param heads what stands above the column of each field
   * @param fields of a row; has all that heads names
   */
  public Listing(Map<String, String> heads, Function<T, Fields> fields) {
    this.heads = new LinkedHashMap<>(heads);
    this.fields = fields;
  }

  /**
   * The rows as text, each with its line feed.
   *
   * @param format as the user wrote it; empty for the usual table
   * @param usual fields of the usual table, in order
   * @throws TemplateException when the format cannot be followed
   */
  public String print(String format, List<String> usual, List<T> rows) {
    String trimmed = format.strip();
    if (trimmed.isEmpty() || trimmed.equals("table")) {
      List<List<String>> table = new ArrayList<>();
      table.add(usual.stream().map(heads::get).toList());
      for (T row : rows) {
        Fields values = fields.apply(row);
        table.add(usual.stream().map(name -> GoText.of(values.values().get(name))).toList());
      }
      return Table.of(table);
    }
    if (trimmed.equals("json")) {
      var text = new StringBuilder();
      rows.forEach(row -> text.append(GoJson.compact(sorted(fields.apply(row)))).append('\n'));
      return text.toString();
    }
    if (trimmed.equals("raw") || trimmed.equals("pretty")) {
      throw new TemplateException(
          "`--format " + trimmed + "` is not supported: `table`, `json` or a template is");
    }
    boolean table = trimmed.startsWith("table ") || trimmed.startsWith("table\\t");
    String text = table ? trimmed.substring("table".length()).stripLeading() : trimmed;
    Template template = Template.parse(text.replace("\\t", "\t").replace("\\n", "\n"));
    return table ? table(template, rows) : lines(template, rows);
  }

  private String lines(Template template, List<T> rows) {
    var text = new StringBuilder();
    rows.forEach(row -> text.append(template.apply(whole(row))).append('\n'));
    return text.toString();
  }

  private String table(Template template, List<T> rows) {
    List<List<String>> table = new ArrayList<>();
    table.add(cells(template.applyToHeads(new Fields(new LinkedHashMap<>(heads)))));
    rows.forEach(row -> table.add(cells(template.apply(whole(row)))));
    return Table.of(table);
  }

  private static List<String> cells(String line) {
    return List.of(line.split("\t", -1));
  }

  /** Docker sorts the fields of `{{json .}}`. */
  private static Fields sorted(Fields row) {
    return new Fields(new TreeMap<>(row.values()));
  }

  private Fields whole(T row) {
    return sorted(fields.apply(row));
  }
}
