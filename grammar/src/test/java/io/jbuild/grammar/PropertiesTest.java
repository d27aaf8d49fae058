package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PropertiesTest {
  private static final String ALPHABET =
      "\\`\n\r\t #\"'[]{},:=-<$EOFRUNCOPYa1\u00A0\uFEFF\u0000\uD83D\uDE00";

  /** Parses, and checks what holds for any text. */
  static void check(String text) {
    try {
      tokensConcatenate(text);
      Source source = new Source("Dockerfile", text);
      Parsed parsed = DockerfileParser.parse(source);
      SyntaxDump.of(source);
      int last = 0;
      for (Instruction instruction : parsed.dockerfile().instructions()) {
        Range range = instruction.range();
        assertTrue(range.start() >= last && range.end() <= text.length(), "ranges go up");
        assertTrue(instruction.firstLine() <= instruction.lastLine(), "lines go up");
        assertTrue(instruction.lastLine() <= source.lineCount(), "lines exist");
        last = range.end();
        for (Word word : words(instruction)) {
          String written =
              JoinedText.of(
                      text,
                      word.range().start(),
                      word.range().end(),
                      parsed.dockerfile().directives().escape())
                  .text();
          if (!written.startsWith("\"")
              || !(instruction instanceof Copy
                  || instruction instanceof Add
                  || instruction instanceof Volume)) {
            assertEquals(written, word.text(), "the range of a word holds the word");
          }
        }
      }
      for (Diagnostic diagnostic : parsed.diagnostics()) {
        assertTrue(diagnostic.range().end() <= text.length(), "range of " + diagnostic);
        diagnostic.render();
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError("for " + quoted(text), e);
    }
  }

  @Test
  void aNulByteAfterAJsonFormIsAmongTheTokens() {
    check("FROM a\nCMD [\"a\"]\0");
  }

  @Test
  void aQuoteOfAFlagIsNotClosedBehindALineThatEndsInABackslash() {
    check("# escape=`\nFROM a\nRUN --x=\"b \\\nRUN \"c\"\n");
  }

  private static List<Word> words(Instruction instruction) {
    List<Word> words = new ArrayList<>();
    switch (instruction) {
      case From from -> {
        words.add(from.image());
        from.alias().ifPresent(words::add);
      }
      case Expose expose -> words.addAll(expose.ports());
      case Volume volume -> words.addAll(volume.paths());
      case User user -> words.add(user.user());
      case Workdir workdir -> words.add(workdir.path());
      case Stopsignal stopsignal -> words.add(stopsignal.signal());
      case Copy copy -> {
        words.addAll(copy.sources());
        words.add(copy.destination());
      }
      case Add add -> {
        words.addAll(add.sources());
        words.add(add.destination());
      }
      case Env env ->
          env.variables()
              .forEach(
                  pair -> {
                    words.add(pair.key());
                    words.add(pair.value());
                  });
      case Arg arg ->
          arg.declarations()
              .forEach(
                  declaration -> {
                    words.add(declaration.name());
                    declaration.defaultValue().ifPresent(words::add);
                  });
      case Run run -> {
        if (run.command() instanceof ShellCommand(var text, var range)) {
          words.add(new Word(text, range));
        }
      }
      default -> {}
    }
    return words;
  }

  private static String quoted(String text) {
    var out = new StringBuilder();
    GoQuote.append(text, out);
    return out.toString();
  }

  private static void tokensConcatenate(String text) {
    var lexer = new DockerfileTokens(new CharacterClasses(new Source("Dockerfile", text)));
    lexer.removeErrorListeners();
    int at = 0;
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      assertEquals(at, token.getStartIndex(), "a token begins where the last one ended");
      at = token.getStopIndex() + 1;
      if (token.getType() == DockerfileTokens.CONTINUATION) {
        assertEquals(
            JoinedText.continuationEnd(text, token.getStartIndex(), lexer.escape()),
            at,
            "grammar and joined text agree on what a continuation is");
      }
    }
    assertEquals(text.length(), at, "the tokens are the text");
  }

  @Test
  void tokensOfEverySampleAndEveryPrefixConcatenateToTheInput() {
    for (String sample : Samples.TEXTS) {
      for (int end = 0; end <= sample.length(); end++) {
        check(sample.substring(0, end));
      }
    }
  }

  @Test
  void everyOneCharacterMutationOfTheSamplesIsTaken() {
    for (String sample : Samples.TEXTS) {
      var random = new Random(sample.hashCode());
      for (int i = 0; i < sample.length(); i++) {
        char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        String head = sample.substring(0, i);
        check(head + c + sample.substring(i + 1));
        check(head + c + sample.substring(i));
        check(head + sample.substring(i + 1));
      }
    }
  }

  @Test
  void randomTextsAreTaken() {
    var random = new Random(1);
    List<String> words =
        List.of(
            "FROM ",
            "RUN ",
            "COPY ",
            "ENV ",
            "ONBUILD ",
            "HEALTHCHECK ",
            "CMD ",
            "ARG ",
            "a",
            "=",
            "\"",
            "'",
            "\\",
            "\\\n",
            "\n",
            " ",
            "<<E",
            "<<-'E'",
            "E\n",
            "[\"a\"",
            "]",
            ",",
            "--",
            "--from=",
            "#",
            "# escape=`\n",
            "`",
            "\r\n",
            "$",
            "{",
            "}",
            "\u00A0",
            "\t",
            "NONE ");
    for (int i = 0; i < 4000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(30);
      for (int j = 0; j < length; j++) {
        text.append(words.get(random.nextInt(words.size())));
      }
      check(text.toString());
    }
  }

  @Test
  void corpusFilesTheirPrefixesAndMutationsAreTaken() throws IOException {
    Path folder = Corpus.path("dockerfiles");
    var random = new Random(2);
    try (var files = Files.walk(folder)) {
      var dockerfiles =
          files.filter(f -> f.getFileName().toString().contains("ockerfile")).sorted().toList();
      var sizes = new TreeSet<Long>();
      for (Path file : dockerfiles) {
        if (!Files.isRegularFile(file) || file.toString().endsWith(".ast")) {
          continue;
        }
        sizes.add(Files.size(file));
        String text = Corpus.read(file);
        check(text);
        for (int i = 0; i < 3 && !text.isEmpty(); i++) {
          int at = random.nextInt(text.length());
          check(text.substring(0, at));
          char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
          check(text.substring(0, at) + c + text.substring(at + random.nextInt(2)));
        }
      }
      assertTrue(sizes.size() > 10, "there are files");
    }
  }

  @Test
  @Timeout(60)
  void deepNestingAndLongInputNeedNoStackAndLinearTime() {
    List<String> texts = new ArrayList<>();
    texts.add("FROM a\nCMD " + "[".repeat(50_000) + "\n");
    texts.add("FROM a\nCMD " + "[".repeat(20_000) + "]".repeat(20_000) + "\n");
    texts.add("ONBUILD ".repeat(8_000) + "RUN x\n");
    texts.add("FROM a\n" + "RUN x\n".repeat(50_000));
    texts.add("FROM a\nRUN x" + " \\\n  y".repeat(50_000) + "\n");
    texts.add("FROM a\nRUN x \\\n" + "# c\n\n".repeat(50_000) + "y\n");
    texts.add("FROM a\nENV " + "a=\"b\\\n".repeat(20_000) + "\n");
    texts.add("FROM a\nCOPY [" + "\"a\",".repeat(10_000) + "\"b\"]\n");
    texts.add("FROM a\nRUN <<E\n" + "line\n".repeat(100_000));
    texts.add("FROM a\nRUN " + "\\".repeat(60_000) + "\n");
    texts.add("FROM a\nCOPY " + "--a=\"".repeat(10_000) + "\n");
    texts.add("FROM a\nRUN <<E" + " <<E".repeat(10_000) + "\n");
    texts.add("\\\n".repeat(50_000));
    texts.add("FROM a\nRUN ${" + "a:-${".repeat(10_000) + " <<E\n");
    for (String text : texts) {
      DockerfileParser.parse(new Source("Dockerfile", text));
      tokensConcatenate(text);
    }
  }
}
