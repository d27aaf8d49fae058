package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/** The shell form and the JSON form, and what looks like the one but is the other. */
final class CommandForms {
  private CommandForms() {}

  static Command command(Statement.Arguments arguments) {
    return switch (arguments) {
      case Statement.Strings(var strings, var range) ->
          new ExecCommand(strings.stream().map(Word::text).toList(), range);
      case Statement.Rest(var text) -> new ShellCommand(text.text(), text.range());
      case Statement.Check(var kind, var command) -> command(command);
      default -> throw new IllegalStateException("no command: " + arguments);
    };
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
              : "write `[\"one\", \"two\"]`: double quotes, commas, no comma at the end");
    }
  }

  /** The arguments as one text, if they begin with a bracket and are not in JSON form. */
  private static Optional<Word> text(Statement statement) {
    Word text =
        switch (statement.arguments()) {
          case Statement.Rest rest -> rest.text();
          case Statement.Check(var kind, Statement.Rest rest) -> rest.text();
          case Statement.Words(var words) -> joined(words);
          default -> null;
        };
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
    if (words.isEmpty()) {
      return null;
    }
    var text = new StringBuilder();
    words.forEach(word -> text.append(word.text()).append(' '));
    return new Word(text.toString().strip(), words.getFirst().range().to(words.getLast().range()));
  }

  private static boolean looksLikeJson(String text, int keyword) {
    if (!text.endsWith("]")) {
      return false;
    }
    String inner = text.substring(1, text.length() - 1).strip();
    boolean quoted = inner.startsWith("'") || inner.startsWith("\"");
    // `[ "$a" = b ]` is the shell's test command.
    return quoted && (inner.indexOf(',') > 0 || keyword != DockerfileTokens.RUN);
  }
}
