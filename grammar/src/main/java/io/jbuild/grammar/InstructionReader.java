package io.jbuild.grammar;

import static io.jbuild.grammar.DockerfileTokens.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes instructions out of statements: checks what each demands of its flags and arguments. A
 * statement that lacks something essential gives no instruction.
 */
final class InstructionReader {
  private final Source source;
  private final char escape;
  private final Problems problems;

  InstructionReader(Source source, char escape, Problems problems) {
    this.source = source;
    this.escape = escape;
    this.problems = problems;
  }

  Optional<? extends Instruction> read(Statement s) {
    switch (s.type()) {
      // The reference parser looks at no flags of these.
      case ARG, STOPSIGNAL -> ignoredFlags(s);
      case HEALTHCHECK, UNKNOWN, NAMELESS -> {}
      default -> FlagRules.check(s, problems);
    }
    CommandForms.check(s, source, problems);
    return switch (s.type()) {
      case FROM -> from(s);
      case RUN -> Optional.of(new Run(s.origin(), s.flags(), command(s), s.heredocs()));
      case CMD -> Optional.of(new Cmd(s.origin(), command(s)));
      case ENTRYPOINT -> Optional.of(new Entrypoint(s.origin(), command(s)));
      case SHELL -> shell(s);
      case LABEL -> PairReader.keyValues(s, problems).map(labels -> new Label(s.origin(), labels));
      case ENV -> PairReader.keyValues(s, problems).map(pairs -> new Env(s.origin(), pairs));
      case ARG -> PairReader.declarations(s, problems).map(args -> new Arg(s.origin(), args));
      case MAINTAINER -> rest(s).map(name -> new Maintainer(s.origin(), name.text()));
      case USER -> rest(s).map(user -> new User(s.origin(), user));
      case WORKDIR -> rest(s).map(path -> new Workdir(s.origin(), path));
      case STOPSIGNAL -> rest(s).map(signal -> new Stopsignal(s.origin(), signal));
      case EXPOSE -> words(s).map(ports -> new Expose(s.origin(), ports));
      case VOLUME -> volume(s);
      case COPY, ADD -> copy(s);
      case HEALTHCHECK -> HealthcheckReader.read(s, problems);
      case ONBUILD -> onbuild(s);
      default -> unknown(s);
    };
  }

  private void ignoredFlags(Statement s) {
    for (Flag flag : s.flags()) {
      problems.warning(
          "ignored-flag",
          flag.range(),
          "flag `--" + flag.name() + "` of " + upper(s) + " has no effect",
          upper(s) + " takes no flags");
    }
  }

  private static String upper(Statement s) {
    return s.keyword().toUpperCase(Locale.ROOT);
  }

  private Optional<Instruction> unknown(Statement s) {
    String name = s.keyword();
    if (name.isEmpty()) {
      problems.error(
          "unknown-instruction",
          s.origin().range(),
          "nothing follows the continued line",
          "remove the `" + escape + "`");
      return Optional.empty();
    }
    Optional<String> near = Suggestion.nearest(name, Keywords.names());
    String hint =
        near.map(keyword -> "did you mean `" + keyword + "`?")
            .orElse("if it belongs to the instruction above, end that line in `" + escape + "`");
    problems.error(
        "unknown-instruction",
        s.origin().keywordRange(),
        "unknown instruction `" + shortened(name) + "`",
        hint,
        near.map(keyword -> Suggestion.fix(keyword, s.origin().keywordRange())));
    return Optional.empty();
  }

  private static String shortened(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "...";
  }

  private void missing(Statement s, String what, String example) {
    problems.error(
        "missing-argument",
        s.origin().range(),
        upper(s) + " needs " + what,
        "for example `" + example + "`");
  }

  // ---- words ----

  private static List<Word> list(Statement s) {
    if (s.arguments() instanceof Statement.Words words) {
      return words.words();
    }
    return s.arguments() instanceof Statement.Strings strings ? strings.strings() : List.of();
  }

  private Optional<List<Word>> words(Statement s) {
    List<Word> words = list(s);
    if (words.isEmpty()) {
      missing(s, "at least one port", "EXPOSE 8080/tcp");
      return Optional.empty();
    }
    return Optional.of(words);
  }

  private Optional<Word> rest(Statement s) {
    var rest = ((Statement.Rest) s.arguments()).text();
    if (rest.text().isEmpty()) {
      String example =
          switch (s.type()) {
            case USER -> "USER app:app";
            case WORKDIR -> "WORKDIR /app";
            case STOPSIGNAL -> "STOPSIGNAL SIGTERM";
            default -> "MAINTAINER name <mail@example.com>";
          };
      missing(s, "one argument", example);
      return Optional.empty();
    }
    return Optional.of(rest);
  }

  private Optional<Instruction> volume(Statement s) {
    List<Word> paths = new ArrayList<>();
    for (Word path : list(s)) {
      var trimmed = new Word(trim(path.text()), path.range());
      if (trimmed.text().isEmpty()) {
        problems.error(
            "empty-volume",
            path.range(),
            "a path of VOLUME is empty",
            "name a folder of the image, such as `/data`");
        return Optional.empty();
      }
      paths.add(trimmed);
    }
    if (paths.isEmpty()) {
      missing(s, "at least one path", "VOLUME /data");
      return Optional.empty();
    }
    return Optional.of(new Volume(s.origin(), paths));
  }

  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (end > start && Blanks.is(text.charAt(end - 1))) {
      end--;
    }
    while (start < end && Blanks.is(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  // ---- FROM ----

  private Optional<Instruction> from(Statement s) {
    List<Word> words = list(s);
    boolean named = words.size() == 3 && words.get(1).text().equalsIgnoreCase("as");
    if (words.isEmpty()) {
      missing(s, "an image", "FROM debian:12 AS build");
      return Optional.empty();
    }
    if (words.size() != 1 && !named) {
      badFrom(words);
      return Optional.empty();
    }
    Optional<Word> alias = named ? Optional.of(words.get(2)) : Optional.empty();
    if (alias.isPresent() && !isStageName(alias.get().text())) {
      problems.error(
          "bad-stage-name",
          alias.get().range(),
          "`" + alias.get().text() + "` cannot name a stage",
          "a stage name begins with a letter; letters, digits, `-`, `_` and `.` follow");
      return Optional.empty();
    }
    Optional<Word> platform =
        s.flags().stream()
            .filter(flag -> flag.name().equals("platform"))
            .flatMap(flag -> flag.value().stream())
            .findFirst();
    return Optional.of(new From(s.origin(), s.flags(), words.get(0), platform, alias));
  }

  private void badFrom(List<Word> words) {
    Word second = words.get(1);
    boolean as = second.text().equalsIgnoreCase("as");
    int extra = as ? 3 : 1;
    if (words.size() > extra) {
      problems.error(
          "bad-from",
          words.get(extra).range().to(words.getLast().range()),
          "FROM takes an image and, after `AS`, a stage name; `"
              + words.get(extra).text()
              + "` is too much",
          as ? "a stage name is one word" : "write `FROM image AS name`");
    } else {
      problems.error(
          "bad-from",
          second.range(),
          "a stage name is missing after `" + second.text() + "`",
          "write `FROM image AS name`");
    }
  }

  private static boolean isStageName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = Character.toLowerCase(name.charAt(i));
      boolean letter = c >= 'a' && c <= 'z';
      boolean later = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      if (!letter && (i == 0 || !later)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  // ---- commands ----

  private static Command command(Statement s) {
    return CommandForms.command(s.arguments());
  }

  private Optional<Instruction> shell(Statement s) {
    if (s.arguments() instanceof Statement.Strings(var strings, var range) && !strings.isEmpty()) {
      return Optional.of(new Shell(s.origin(), strings.stream().map(Word::text).toList()));
    }
    boolean empty = !(s.arguments() instanceof Statement.Rest(var text)) || text.text().isEmpty();
    if (empty) {
      missing(s, "at least one argument", "SHELL [\"/bin/bash\", \"-c\"]");
    } else {
      problems.error(
          "shell-not-json",
          ((Statement.Rest) s.arguments()).text().range(),
          "SHELL takes its arguments in JSON form only",
          "for example `SHELL [\"/bin/bash\", \"-c\"]`");
    }
    return Optional.empty();
  }

  // ---- COPY, ADD ----

  private Optional<Instruction> copy(Statement s) {
    List<Word> words = list(s);
    if (words.size() < 2) {
      missing(
          s,
          words.isEmpty() ? "at least one source and a destination" : "a destination",
          upper(s) + " " + (words.isEmpty() ? "app.jar" : words.get(0).text()) + " /app/");
      return Optional.empty();
    }
    Word destination = words.getLast();
    if (HeredocMarker.read(destination.text()).marker().isPresent()) {
      problems.error(
          "heredoc-destination",
          destination.range(),
          "a here-document cannot be the destination of " + upper(s),
          "name the file to write after it, such as `" + destination.text() + " /etc/app.conf`");
      return Optional.empty();
    }
    List<Word> sources = new ArrayList<>();
    for (Word word : words.subList(0, words.size() - 1)) {
      if (HeredocMarker.read(word.text()).marker().isEmpty()) {
        sources.add(word);
      }
    }
    return Optional.of(
        s.type() == ADD
            ? new Add(s.origin(), s.flags(), sources, destination, s.heredocs())
            : new Copy(s.origin(), s.flags(), sources, destination, s.heredocs()));
  }

  // ---- ONBUILD ----

  private Optional<Instruction> onbuild(Statement s) {
    if (s.nested().isEmpty()) {
      missing(s, "an instruction", "ONBUILD COPY . /app");
      return Optional.empty();
    }
    Statement nested = s.nested().get();
    switch (nested.type()) {
      case ONBUILD -> {
        problems.error(
            "bad-onbuild",
            nested.origin().keywordRange(),
            "ONBUILD cannot stand in ONBUILD",
            "triggers are not handed on to grandchildren");
        return Optional.empty();
      }
      case FROM, MAINTAINER -> {
        problems.error(
            "bad-onbuild",
            nested.origin().keywordRange(),
            upper(nested) + " cannot be a trigger of ONBUILD");
        return Optional.empty();
      }
      default -> {}
    }
    // The reference parser looks at a trigger no closer than this before it runs.
    var later = new Problems(source);
    Optional<? extends Instruction> instruction =
        new InstructionReader(source, escape, later).read(nested);
    if (PairReader.isMalformed(nested) || CommandForms.isOtherJson(nested)) {
      problems.addAll(later);
      return Optional.empty();
    }
    problems.addAsWarnings(later);
    var text = new StringBuilder(nested.origin().untrimmed());
    for (Heredoc heredoc : s.heredocs()) {
      text.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return Optional.of(
        new Onbuild(
            s.origin(),
            text.toString(),
            later.hasErrors() ? Optional.empty() : narrowed(instruction)));
  }

  private static Optional<Instruction> narrowed(Optional<? extends Instruction> instruction) {
    return instruction.map(i -> i);
  }
}
