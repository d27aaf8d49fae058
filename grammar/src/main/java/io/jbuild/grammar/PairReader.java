package io.jbuild.grammar;

import static io.jbuild.grammar.DockerfileTokens.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what ENV, LABEL and ARG declare. */
final class PairReader {
  private PairReader() {}

  private static Statement.QuotedWords words(Statement s) {
    return (Statement.QuotedWords) s.arguments();
  }

  private static String keyword(Statement s) {
    return s.keyword().toUpperCase(Locale.ROOT);
  }

  /** Whether the form is {@code ENV name value}, without an equals sign in the first word. */
  static boolean isOldForm(Statement s) {
    var words = words(s).words();
    return !words.isEmpty() && words.get(0).text().indexOf('=') < 0;
  }

  /** Whether the reference parser refuses the pairs already for their shape. */
  static boolean isMalformed(Statement s) {
    if (s.type() != ENV && s.type() != LABEL) {
      return false;
    }
    return isOldForm(s)
        ? oldForm(s).isEmpty()
        : words(s).words().stream().anyMatch(word -> word.text().indexOf('=') < 0);
  }

  /** The one pair of {@code ENV name value}, empty if there is no value. */
  static Optional<KeyValue> oldForm(Statement s) {
    JoinedText rest = words(s).rest();
    String text = rest.text();
    int nameEnd = 0;
    while (nameEnd < text.length() && !Blanks.isAscii(text.charAt(nameEnd))) {
      nameEnd++;
    }
    int valueStart = nameEnd;
    while (valueStart < text.length() && Blanks.isAscii(text.charAt(valueStart))) {
      valueStart++;
    }
    return valueStart == nameEnd
        ? Optional.empty()
        : Optional.of(new KeyValue(rest.word(0, nameEnd), rest.word(valueStart, text.length())));
  }

  /** The two sides of the first equals sign, empty if there is none. */
  static Optional<KeyValue> split(JoinedText word) {
    int equals = word.text().indexOf('=');
    return equals < 0
        ? Optional.empty()
        : Optional.of(new KeyValue(word.word(0, equals), word.word(equals + 1, word.length())));
  }

  static Optional<List<KeyValue>> keyValues(Statement s, Problems problems) {
    var words = words(s).words();
    String keyword = keyword(s);
    if (words.isEmpty()) {
      problems.error(
          "missing-argument",
          s.origin().range(),
          keyword + " needs at least one pair",
          "for example `" + keyword + " name=value`");
      return Optional.empty();
    }
    if (isOldForm(s)) {
      Optional<KeyValue> pair = oldForm(s);
      if (pair.isEmpty()) {
        problems.error(
            "bad-pair",
            words.get(0).range(0, words.get(0).length()),
            "`" + words.get(0).text() + "` has no value",
            "write `" + keyword + " " + words.get(0).text() + "=value`");
      }
      return pair.map(List::of);
    }
    List<KeyValue> pairs = new ArrayList<>();
    for (JoinedText word : words) {
      Optional<KeyValue> pair = split(word);
      if (pair.isEmpty()) {
        problems.error(
            "bad-pair",
            word.range(0, word.length()),
            "`" + word.text() + "` is no pair: there is no `=` in it",
            "a value with blanks stands in quotes: `name=\"two words\"`");
      } else if (pair.get().key().text().isEmpty()) {
        blankName(keyword, word, problems);
      } else {
        pairs.add(pair.get());
      }
    }
    return pairs.isEmpty() ? Optional.empty() : Optional.of(pairs);
  }

  private static void blankName(String keyword, JoinedText word, Problems problems) {
    problems.error(
        "blank-name",
        word.range(0, word.length()),
        "a name of " + keyword + " is empty",
        "write it before the `=`, without blanks");
  }

  static Optional<List<ArgDeclaration>> declarations(Statement s, Problems problems) {
    var words = words(s).words();
    if (words.isEmpty()) {
      problems.error(
          "missing-argument",
          s.origin().range(),
          "ARG needs at least one name",
          "for example `ARG version=1.0`");
      return Optional.empty();
    }
    List<ArgDeclaration> declarations = new ArrayList<>();
    for (JoinedText word : words) {
      Optional<KeyValue> pair = split(word);
      if (pair.isEmpty()) {
        declarations.add(new ArgDeclaration(word.word(0, word.length()), Optional.empty()));
      } else if (pair.get().key().text().isEmpty()) {
        blankName("ARG", word, problems);
      } else {
        declarations.add(new ArgDeclaration(pair.get().key(), Optional.of(pair.get().value())));
      }
    }
    return declarations.isEmpty() ? Optional.empty() : Optional.of(declarations);
  }
}
