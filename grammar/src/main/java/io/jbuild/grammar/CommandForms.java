package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/**
 * The shell form and the JSON form, and what looks like the one but is the other.
 *
 * <p>Here and in its neighbours {@code instanceof} stands where a switch over patterns would: each
 * such switch costs milliseconds at its first use, which an AOT cache does not save.
 */
final class CommandForms {
  private CommandForms() {}

  static Command command(Statement.Arguments arguments) {
    if (arguments instanceof Statement.Check check) {
      return command(check.command());
    }
    if (arguments instanceof Statement.Strings strings) {
      return new ExecCommand(strings.strings(), strings.range());
    }
    Word text = ((Statement.Rest) arguments).text();
    return new ShellCommand(text.text(), text.range());
  }

  /** Whether the arguments are a JSON array that holds something else than strings. */
  static boolean isOtherJson(Statement statement) {
    return text(statement)
        .map(text -> JsonForm.classify(text.text()) == JsonForm.Kind.OTHER_VALUES)
        .orElse(false);
  }

  /** Reports JSON that is refused, and what is probably meant as JSON. */
  static void check(Statement statement, Source source, Problems problems) {
    Optional<Word> found = text(statement);
    if (found.isEmpty()) {
      return;
    }
    Word text = found.get();
    if (JsonForm.classify(text.text()) == JsonForm.Kind.OTHER_VALUES) {
      problems.error(
          "json-not-strings",
          text.range(),
          "the JSON form takes strings only",
          "put each argument in double quotes");
    } else if (looksLikeJson(text.text(), statement.type())) {
      boolean single = text.text().indexOf('\'') > 0 && text.text().indexOf('"') < 0;
      problems.warning(
          "json-form-ignored",
          text.range(),
          "this looks like the JSON form and is not valid JSON, so it is taken as "
              + (statement.arguments() instanceof Statement.Words ? "plain words" : "shell text"),
          single
              ? "JSON strings stand in double quotes, not in single quotes"
              : "write `[\"one\", \"two\"]`: double quotes, commas, no comma at the end",
          single ? doubleQuotes(source, text.range()) : Optional.empty());
    }
  }

  /** The fix that puts double quotes in the place of single ones, if that makes the JSON form. */
  private static Optional<Fix> doubleQuotes(Source source, Range range) {
    String json = source.text(range).replace('\'', '"');
    return JsonForm.classify(json) == JsonForm.Kind.STRINGS
        ? Optional.of(Fix.suggested("write it with double quotes", range, json))
        : Optional.empty();
  }

  /** The arguments as one text, if they begin with a bracket and are not in JSON form. */
  private static Optional<Word> text(Statement statement) {
    Statement.Arguments arguments =
        statement.arguments() instanceof Statement.Check check
            ? check.command()
            : statement.arguments();
    Word text = null;
    if (arguments instanceof Statement.Rest rest) {
      text = rest.text();
    } else if (arguments instanceof Statement.Words words) {
      text = joined(words.words());
    }
    boolean json =
        switch (statement.type()) {
          case DockerfileTokens.RUN,
              DockerfileTokens.CMD,
              DockerfileTokens.ENTRYPOINT,
              DockerfileTokens.SHELL,
              DockerfileTokens.HEALTHCHECK,
              DockerfileTokens.ADD,
              DockerfileTokens.COPY,
              DockerfileTokens.VOLUME ->
              true;
          default -> false;
        };
    return json && text != null && text.text().startsWith("[")
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Word joined(List<Word> words) {
    if (words.isEmpty() || !words.getFirst().text().startsWith("[")) {
      return null;
    }
    var text = new StringBuilder();
    words.forEach(word -> text.append(word.text()).append(' '));
    return new Word(text.toString().strip(), words.getFirst().range().to(words.getLast().range()));
  }

  private static boolean looksLikeJson(String text, int keyword) {
    String inner = text.substring(1).strip();
    boolean quoted = inner.startsWith("'") || inner.startsWith("\"");
    boolean closed = text.endsWith("]");
    return switch (keyword) {
      // Anything but JSON is an error there already.
      case DockerfileTokens.SHELL -> false;
      // `[ "$a" = b ]` is the shell's test command.
      case DockerfileTokens.RUN -> quoted && closed && inner.indexOf(',') > 0;
      default -> quoted && (closed || text.indexOf(']') < 0);
    };
  }
}
