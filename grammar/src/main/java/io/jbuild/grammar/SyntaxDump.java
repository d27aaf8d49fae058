package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a file as the reference parser dumps it: one s-expression for each instruction, so that
 * anyone can compare.
 *
 * <p>Bodies of here-documents are not in it.
 */
public final class SyntaxDump {
  private SyntaxDump() {}

  /** Dumps a file, whether its instructions are right or not; each line ends in a line feed. */
  public static String of(Source source) {
    var out = new StringBuilder();
    new SyntaxReader(source, new Problems(source))
        .forEach(
            statement -> {
              write(statement, out);
              out.append('\n');
            });
    return out.toString();
  }

  private static void write(Statement outer, StringBuilder out) {
    int open = 0;
    for (Statement s = outer; s != null; s = s.nested().orElse(null)) {
      out.append(open > 0 ? " (" : "(").append(s.keyword().toLowerCase(Locale.ROOT));
      open++;
      flags(s, out);
      for (String word : words(s)) {
        out.append(' ');
        GoQuote.append(word, out);
      }
    }
    out.repeat(")", open);
  }

  private static void flags(Statement s, StringBuilder out) {
    if (s.flags().isEmpty()) {
      return;
    }
    String separator = " [";
    for (Flag flag : s.flags()) {
      out.append(separator);
      GoQuote.append("--" + flag.name() + flag.value().map(v -> "=" + v.text()).orElse(""), out);
      separator = " ";
    }
    out.append(']');
  }

  private static List<String> words(Statement s) {
    List<String> words = new ArrayList<>();
    if (s.type() == DockerfileTokens.UNKNOWN || s.type() == DockerfileTokens.NAMELESS) {
      words.add("");
      return words;
    }
    switch (s.arguments()) {
      case Statement.Words(var list) -> list.forEach(word -> words.add(word.text()));
      case Statement.Strings(var list, var range) -> list.forEach(word -> words.add(word.text()));
      case Statement.Rest(var text) -> addUnlessEmpty(text, words);
      case Statement.Check(var kind, var command) -> {
        kind.ifPresent(word -> words.add(word.text()));
        if (command instanceof Statement.Strings(var list, var range)) {
          list.forEach(word -> words.add(word.text()));
        } else if (command instanceof Statement.Rest(var text)) {
          addUnlessEmpty(text, words);
        }
      }
      case Statement.QuotedWords(var list, var rest) -> quotedWords(s, list, words);
    }
    return words;
  }

  private static void addUnlessEmpty(Word word, List<String> words) {
    if (!word.text().isEmpty()) {
      words.add(word.text());
    }
  }

  private static void quotedWords(Statement s, List<JoinedText> list, List<String> words) {
    if (s.type() == DockerfileTokens.ARG) {
      list.forEach(word -> words.add(word.text()));
    } else if (PairReader.isOldForm(s)) {
      PairReader.oldForm(s).ifPresent(pair -> add(pair, "", words));
    } else {
      list.forEach(word -> PairReader.split(word).ifPresent(pair -> add(pair, "=", words)));
    }
  }

  private static void add(KeyValue pair, String separator, List<String> words) {
    words.add(pair.key().text());
    words.add(pair.value().text());
    words.add(separator);
  }
}
