package io.jbuild.grammar.editor;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The recorded answers of two language servers of 2024, compared by meaning. */
class LanguageServerCorpusTest {
  /** What is not the same word for word in two servers that are both right. */
  private static final Set<String> MEANING =
      Set.of("completion", "hover", "signature", "semantic-tokens");

  /** A record with its text read. */
  private record Case(JsonNode json, Draft draft, TextLines lines) {
    static Case of(JsonNode json) {
      String text = json.get("document").asText();
      return new Case(json, Draft.of(new Source("Dockerfile", text)), new TextLines(text));
    }

    int offset() {
      return lines.offset(json.get("position").get(0).asInt(), json.get("position").get(1).asInt());
    }

    String range(Range range) {
      return "[%d,%d,%d,%d]"
          .formatted(
              lines.line(range.start()),
              lines.column(range.start()),
              lines.line(range.end()),
              lines.column(range.end()));
    }

    String range(Optional<Range> range) {
      return range.map(this::range).orElse("null");
    }
  }

  private static void run(
      String feature, Function<JsonNode, Object> expected, Function<Case, Object> actual) {
    var tally = new LanguageServerTally(feature, MEANING.contains(feature) ? 95 : 98);
    for (JsonNode record : Corpus.records("langserver/" + feature + ".jsonl")) {
      tally.compare(record, expected.apply(record), actual.apply(Case.of(record)));
    }
    tally.done();
  }

  @Test
  void symbols() {
    run(
        "symbols",
        record -> list(record, s -> s.get("name").asText() + s.get("kind") + s.get("range")),
        c ->
            flat(Symbols.of(c.draft)).stream()
                .map(s -> s.name() + (s.directive() ? 7 : 12) + c.range(s.selection()))
                .toList());
  }

  private static List<Symbols.Symbol> flat(List<Symbols.Symbol> symbols) {
    List<Symbols.Symbol> all = new ArrayList<>();
    for (Symbols.Symbol symbol : symbols) {
      all.add(symbol);
      all.addAll(flat(symbol.children()));
    }
    return all;
  }

  /** Folds of stages and here-documents are more than those servers give. */
  @Test
  void folding() {
    run(
        "folding",
        record -> list(record, f -> "" + f.get("start") + f.get("end") + f.get("kind")),
        c -> {
          boolean lineOnly = c.json.get("line_only").asBoolean();
          JsonNode limit = c.json.get("limit");
          return Folding.of(c.draft, c.lines).stream()
              .filter(f -> f.kind() == Folding.Kind.INSTRUCTION || f.kind() == Folding.Kind.COMMENT)
              .limit(limit.isNull() ? Long.MAX_VALUE : limit.asLong())
              .map(
                  f ->
                      "[%d,%s][%d,%s]%s"
                          .formatted(
                              f.first(),
                              lineOnly ? "null" : "" + c.lines.column(f.range().start()),
                              f.last(),
                              lineOnly ? "null" : "" + c.lines.column(f.range().end()),
                              f.kind() == Folding.Kind.COMMENT ? "\"comment\"" : "null"))
              .toList();
        });
  }

  @Test
  void links() {
    run(
        "links",
        record -> list(record, l -> "" + l.get("range") + l.get("image").asText("")),
        c ->
            Links.of(c.draft, Surroundings.NONE).stream()
                .map(
                    l ->
                        c.range(l.range())
                            + (l.target().startsWith("https://hub.docker.com/")
                                ? l.target().substring("https://hub.docker.com/".length())
                                : ""))
                .toList());
  }

  @Test
  void definition() {
    run(
        "definition",
        record -> record.get("expected"),
        c -> c.range(Occurrences.at(c.draft, c.offset()).flatMap(Occurrences::definition)));
  }

  @Test
  void highlight() {
    run(
        "highlight",
        record -> list(record, h -> "" + h.get("range") + h.get("kind").asText()),
        c ->
            places(c).stream()
                .map(place -> c.range(place.range()) + (place.writes() ? "write" : "read"))
                .toList());
  }

  @Test
  void rename() {
    run(
        "rename",
        record ->
            record.get("feature").asText().equals("rename")
                ? list(record, e -> "" + e.get("range") + e.get("new_text").asText())
                : record.get("expected"),
        c ->
            c.json.get("feature").asText().equals("rename")
                ? places(c).stream()
                    .map(place -> c.range(place.range()) + c.json.get("new_name").asText())
                    .toList()
                : c.range(Occurrences.at(c.draft, c.offset()).map(Occurrences::at)));
  }

  @Test
  void signature() {
    run(
        "signature",
        record -> {
          JsonNode expected = record.get("expected");
          if (expected.isNull() || expected.get("signatures").isEmpty()) {
            return "nothing";
          }
          List<String> labels = new ArrayList<>();
          expected
              .get("signatures")
              .forEach(s -> labels.add(s.get("label").asText() + parameters(s.get("parameters"))));
          return labels + " at " + expected.get("active_parameter");
        },
        c ->
            Signatures.at(c.draft, c.offset())
                .map(
                    help ->
                        help.signatures().stream().map(s -> s.label() + s.parameters()).toList()
                            + " at "
                            + help.parameter())
                .orElse("nothing"));
  }

  private static List<String> parameters(JsonNode texts) {
    List<String> parameters = new ArrayList<>();
    texts.forEach(text -> parameters.add(text.asText()));
    return parameters;
  }

  /** Pages of the manual are compared by what they are about: the words are our own. */
  @Test
  void hover() {
    run(
        "hover",
        record -> {
          JsonNode expected = record.get("expected");
          if (expected.isNull()) {
            return "nothing";
          }
          return expected.has("text")
              ? "value " + expected.get("text").asText()
              : "page " + expected.get("documents").asText();
        },
        c ->
            Hover.at(c.draft, c.offset(), Surroundings.NONE)
                .map(
                    hover ->
                        hover.kind() == Hover.Kind.VALUE
                            ? "value " + hover.text()
                            : "page " + page(hover.text()))
                .orElse("nothing"));
  }

  /** {@code COPY_FlagFrom} for {@code COPY --from}. */
  private static String page(String key) {
    int flag = key.indexOf(" --");
    if (flag < 0) {
      return key.startsWith("#") ? key.substring(1) : key;
    }
    var name = new StringBuilder(key.substring(0, flag)).append("_Flag");
    for (String part : key.substring(flag + 3).split("-")) {
      name.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return name.toString();
  }

  /** What those servers know how to propose; files, images, values and newer flags are more. */
  private static final Set<Proposal.Kind> THEIRS =
      Set.of(
          Proposal.Kind.INSTRUCTION,
          Proposal.Kind.FLAG,
          Proposal.Kind.WORD,
          Proposal.Kind.VARIABLE,
          Proposal.Kind.STAGE,
          Proposal.Kind.FOLDER);

  private static final Set<String> NEWER_FLAGS =
      Set.of(
          "--chmod",
          "--link",
          "--parents",
          "--exclude",
          "--checksum",
          "--keep-git-dir",
          "--unpack",
          "--mount",
          "--network",
          "--security",
          "--device");

  @Test
  void completion() {
    run(
        "completion",
        record ->
            list(
                record,
                p -> p.get("label").asText() + " " + p.get("new_text").asText() + p.get("range")),
        c ->
            Completion.at(
                    c.draft, c.offset(), Surroundings.NONE, c.json.get("snippets").asBoolean())
                .stream()
                .filter(p -> THEIRS.contains(p.kind()))
                .filter(p -> !NEWER_FLAGS.contains(p.label().split("=")[0]))
                .map(p -> p.label() + " " + p.snippet().orElse(p.text()) + c.range(p.range()))
                .sorted()
                .toList());
  }

  /** What the shell reads they show as plain words, parted by blanks. */
  @Test
  void semanticTokens() {
    run(
        "semantic-tokens",
        record ->
            list(
                record,
                t -> "" + t.get(0) + "," + t.get(1) + "," + t.get(2) + t.get(3) + modifiers(t)),
        c -> {
          List<String> tokens = new ArrayList<>();
          int from = -1;
          int to = -1;
          for (Token token : Colouring.of(c.draft)) {
            boolean plain = token.shell() || token.kind() == Token.Kind.PARAMETER;
            if (plain && to == token.range().start()) {
              to = token.range().end();
            } else {
              words(c, from, to, tokens);
              from = plain ? token.range().start() : -1;
              to = plain ? token.range().end() : -1;
            }
            if (!plain) {
              tokens.add(
                  token(c, token.range(), token.kind())
                      + (token.modifiers() == 0 ? "" : token.modifiers()));
            }
          }
          words(c, from, to, tokens);
          return tokens;
        });
  }

  private static String modifiers(JsonNode token) {
    return token.size() > 4 ? token.get(4).asText() : "";
  }

  private static void words(Case c, int from, int to, List<String> tokens) {
    for (int at = from; at >= 0 && at < to; at++) {
      int start = at;
      while (at < to && c.draft.text().charAt(at) != ' ') {
        at++;
      }
      tokens.add(token(c, new Range(start, at), Token.Kind.PARAMETER));
    }
  }

  private static String token(Case c, Range range, Token.Kind kind) {
    return c.lines.line(range.start())
        + ","
        + c.lines.column(range.start())
        + ","
        + range.length()
        + "\""
        + kind.name().toLowerCase(Locale.ROOT)
        + "\"";
  }

  private static List<Occurrences.Place> places(Case c) {
    return Occurrences.at(c.draft, c.offset()).map(Occurrences::places).orElse(List.of());
  }

  private static List<String> list(JsonNode record, Function<JsonNode, String> text) {
    List<String> texts = new ArrayList<>();
    record.get("expected").forEach(item -> texts.add(text.apply(item)));
    if (record.get("feature").asText().equals("completion")) {
      texts.sort(null);
    }
    return texts;
  }
}
