package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tells whether two texts say the same: the same directives, comments, keywords, flags, words, JSON
 * strings, commands, here-documents and triggers in the same order. The case of keywords, {@code
 * AS} among them, and how things are laid out do not matter.
 */
public final class Equivalence {
  private final UnaryOperator<String> commands;

  private Equivalence(UnaryOperator<String> commands) {
    this.commands = commands;
  }

  /**
   * What differs first, in words; empty if nothing does.
   *
   * @param commands applied to the text of shell commands before they are compared
   */
  public static Optional<String> difference(
      Source before, Source after, UnaryOperator<String> commands) {
    var equivalence = new Equivalence(commands);
    var old = new SyntaxReader(before, new Problems(before));
    var now = new SyntaxReader(after, new Problems(after));
    Optional<String> found = difference(head(old), head(now));
    while (found.isEmpty()) {
      Statement was = old.next();
      Statement is = now.next();
      found = difference(equivalence.facts(was), equivalence.facts(is));
      if (was == null && is == null) {
        return found.or(() -> comments(old.comments(), now.comments()));
      }
    }
    return found;
  }

  private static Optional<String> difference(List<String> old, List<String> now) {
    for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
      String was = i < old.size() ? old.get(i) : "nothing";
      String is = i < now.size() ? now.get(i) : "nothing";
      if (!was.equals(is)) {
        return Optional.of("`" + was + "` became `" + is + "`");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> comments(List<Comment> old, List<Comment> now) {
    for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
      String was = i < old.size() ? "# " + old.get(i).text() : "nothing";
      String is = i < now.size() ? "# " + now.get(i).text() : "nothing";
      if (!was.equals(is)) {
        return Optional.of("`" + was + "` became `" + is + "`");
      }
    }
    return Optional.empty();
  }

  private static List<String> head(SyntaxReader reader) {
    List<String> facts = new ArrayList<>();
    facts.add("escape " + reader.escape());
    for (DirectiveLine line : reader.directives()) {
      facts.add("# " + line.name() + "=" + line.value());
    }
    return facts;
  }

  private List<String> facts(Statement statement) {
    List<String> facts = new ArrayList<>();
    if (statement != null) {
      add(statement, facts);
    }
    return facts;
  }

  private void add(Statement s, List<String> facts) {
    String name = s.keyword().toUpperCase(Locale.ROOT);
    facts.add(s.type() == DockerfileTokens.UNKNOWN ? s.keyword() : name);
    for (Flag flag : s.flags()) {
      facts.add("--" + flag.name() + flag.value().map(v -> "=" + v.text()).orElse(""));
    }
    add(s, s.arguments(), facts);
    for (Heredoc h : s.heredocs()) {
      facts.add("<<" + h.name() + " " + h.expand() + h.stripTabs() + h.fileDescriptor());
      facts.add(h.content());
    }
    // What an image records of a trigger is its text, blanks and all.
    s.nested().ifPresent(nested -> facts.add(nested.origin().untrimmed()));
  }

  private void add(Statement s, Statement.Arguments arguments, List<String> facts) {
    if (arguments instanceof Statement.Words words) {
      words.words().forEach(word -> facts.add(as(s, words.words(), word)));
    } else if (arguments instanceof Statement.Strings strings) {
      facts.add("[]");
      strings.strings().forEach(string -> facts.add(string.text()));
    } else if (arguments instanceof Statement.Rest rest) {
      facts.add(isShell(s) ? commands.apply(rest.text().text()) : rest.text().text());
    } else if (arguments instanceof Statement.Check check) {
      facts.add(check.kind().map(kind -> kind.text().toUpperCase(Locale.ROOT)).orElse(""));
      add(s, check.command(), facts);
    } else if (arguments instanceof Statement.QuotedWords words) {
      if (s.type() != DockerfileTokens.ARG && PairReader.isOldForm(s)) {
        PairReader.oldForm(s)
            .ifPresent(pair -> facts.addAll(List.of(pair.key().text(), pair.value().text())));
      } else {
        words.words().forEach(word -> facts.add(word.text()));
      }
    }
  }

  private static String as(Statement s, List<Word> words, Word word) {
    boolean as = s.type() == DockerfileTokens.FROM && words.size() == 3 && word == words.get(1);
    return as ? word.text().toUpperCase(Locale.ROOT) : word.text();
  }

  private static boolean isShell(Statement s) {
    return switch (s.type()) {
      case DockerfileTokens.RUN,
          DockerfileTokens.CMD,
          DockerfileTokens.ENTRYPOINT,
          DockerfileTokens.HEALTHCHECK ->
          true;
      default -> false;
    };
  }
}
