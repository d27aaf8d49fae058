package io.jbuild.grammar.editor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is written about instructions, flags, directives and predefined names, by key. */
public final class Manual {
  private static final Map<String, Entry> ENTRIES = read();

  private Manual() {}

  /**
   * One thing.
   *
   * @param key such as {@code COPY}, {@code COPY --from}, {@code #escape}, {@code $TARGETARCH}
   * @param sample what is written behind it, for example; of an instruction its arguments
   * @param choices all values, where they can be listed
   * @param text what it does, in sentences
   */
  public record Entry(String key, String sample, List<String> choices, String text) {
    /** The name without what it belongs to: {@code from} of {@code COPY --from}. */
    public String name() {
      return key.substring(key.indexOf("--") + 2);
    }
  }

  private static Map<String, Entry> read() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (InputStream in = Manual.class.getResourceAsStream("manual.tsv")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.split("\n")) {
        if (!line.startsWith("//")) {
          String[] f = line.split("\t", 4);
          List<String> choices = f[2].isEmpty() ? List.of() : List.of(f[2].split(","));
          entries.put(f[0], new Entry(f[0], f[1], choices, f[3]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** What is written under a key. */
  public static Optional<Entry> entry(String key) {
    return Optional.ofNullable(ENTRIES.get(key));
  }

  /** A flag of an instruction, its name without dashes. */
  public static Optional<Entry> flag(String keyword, String name) {
    return entry(keyword + " --" + name);
  }

  /** The flags of an instruction. */
  public static List<Entry> flags(String keyword) {
    String prefix = keyword + " --";
    return ENTRIES.values().stream()
        .filter(
            entry ->
                entry.key().startsWith(prefix) && entry.key().indexOf(' ', prefix.length()) < 0)
        .toList();
  }

  /** The options of {@code RUN --mount}. */
  public static List<Entry> mountOptions() {
    return ENTRIES.values().stream()
        .filter(entry -> entry.key().startsWith("RUN --mount "))
        .toList();
  }

  /** The instructions in alphabetical order. */
  public static List<Entry> instructions() {
    return ENTRIES.values().stream()
        .filter(entry -> entry.key().chars().allMatch(c -> c >= 'A' && c <= 'Z'))
        .toList();
  }

  /** The predefined variables, without the dollar sign of their keys. */
  public static List<String> variables() {
    return ENTRIES.keySet().stream()
        .filter(key -> key.startsWith("$"))
        .map(key -> key.substring(1))
        .toList();
  }
}
