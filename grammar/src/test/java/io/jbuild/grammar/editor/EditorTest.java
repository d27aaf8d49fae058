package io.jbuild.grammar.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Fuzz;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Samples;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A caret is written as {@code ‸} in the texts. */
class EditorTest {
  private static final Surroundings AROUND =
      new Surroundings() {
        @Override
        public List<String> entries(String folder) {
          return folder.isEmpty()
              ? List.of("Makefile", "src/")
              : folder.equals("src") ? List.of("main.c", "main.h") : List.of();
        }

        @Override
        public boolean hasFile(String path) {
          return path.equals("Makefile");
        }

        @Override
        public List<String> images() {
          return List.of("debian:12", "busybox:1");
        }

        @Override
        public Optional<String> image(String name) {
          return name.equals("debian:12") ? Optional.of("USER root") : Optional.empty();
        }
      };

  private record At(String text, Draft draft, int offset) {
    static At of(String marked) {
      int offset = marked.indexOf('‸');
      String text = marked.replace("‸", "");
      return new At(text, Draft.of(new Source("Dockerfile", text)), offset);
    }

    String text(Range range) {
      return text.substring(range.start(), range.end());
    }
  }

  private static List<String> labels(String marked) {
    At at = At.of(marked);
    return Completion.at(at.draft, at.offset, AROUND, true).stream().map(Proposal::label).toList();
  }

  @Test
  void sourcesAreProposedFolderByFolder() {
    assertEquals(List.of("Makefile"), labels("FROM a\nCOPY Ma‸"));
    assertEquals(List.of("main.c", "main.h"), labels("FROM a\nCOPY --link src/ma‸ /x"));
    assertEquals(List.of(), labels("FROM a\nCOPY --from=b Ma‸"));
  }

  @Test
  void imagesOfTheStoreAndStagesAreProposed() {
    assertEquals(List.of("busybox:1"), labels("FROM bu‸"));
    assertEquals(List.of("build", "busybox:1"), labels("FROM a AS build\nFROM bu‸"));
    assertEquals(List.of("build", "busybox:1"), labels("FROM a AS build\nFROM b\nCOPY --from=bu‸"));
  }

  @Test
  void optionsOfMountsAndTheirValuesAreProposed() {
    assertEquals(List.of("type="), labels("FROM a\nRUN --mount=ty‸"));
    assertEquals(List.of("cache"), labels("FROM a\nRUN --mount=target=/x,type=ca‸ make"));
    assertEquals(List.of("shared"), labels("FROM a\nRUN --mount=type=cache,sharing=sh‸ make"));
    assertEquals(List.of("build"), labels("FROM a AS build\nFROM b\nRUN --mount=from=bui‸"));
    assertEquals(List.of("none"), labels("FROM a\nRUN --network=no‸"));
    assertEquals(List.of("size="), labels("FROM a\nRUN --mount=type=tmpfs,target=/x,‸ make"));
    assertTrue(labels("FROM a\nRUN --mount=target=/x,‸ make").contains("sharing="));
  }

  @Test
  void jsonFormsAndPredefinedNamesAreProposed() {
    assertTrue(labels("FROM a\nCMD ‸").contains("[ \"executable\" ]"));
    assertEquals(List.of("TARGETARCH"), labels("FROM a\nARG TARGETA‸"));
    assertEquals(List.of("$TARGETPLATFORM"), labels("FROM --platform=$TARGETP‸"));
    assertEquals(List.of("escape="), labels("# esc‸"));
    assertEquals(List.of("SIGTERM"), labels("FROM a\nSTOPSIGNAL SIGT‸"));
  }

  @Test
  void aGlobalArgAndThoseThatInheritItAreOneVariable() {
    At at = At.of("ARG v=1\nFROM a:$v\nARG v\nRUN echo $‸v\nFROM b\nARG v=2\nRUN echo $v\n");
    Occurrences found = Occurrences.at(at.draft, at.offset).orElseThrow();
    assertEquals(4, found.places().size());
    assertEquals(22, found.definition().orElseThrow().start());
  }

  @Test
  void stagesAreFoundInMountsAndHeredocsKeepTheirNames() {
    At stage = At.of("FROM a AS bu‸ild\nFROM b\nRUN --mount=type=bind,from=build,target=/x ls\n");
    assertEquals(2, Occurrences.at(stage.draft, stage.offset).orElseThrow().places().size());
    At body = At.of("FROM a\nENV x=1\nRUN <<EOF\necho $‸x\nEOF\n");
    assertEquals(2, Occurrences.at(body.draft, body.offset).orElseThrow().places().size());
  }

  @Test
  void hoverTellsOfFlagsMountsImagesAndPredefinedNames() {
    assertEquals("RUN --mount target", hover("FROM a\nRUN --mount=type=cache,d‸st=/x ls"));
    assertEquals("$TARGETARCH", hover("FROM a:$TARGET‸ARCH"));
    assertEquals("USER root", hover("FROM deb‸ian:12"));
    assertEquals("x1", hover("ARG v=1\nFROM a\nARG v\nENV w=x$v\nRUN echo $‸w"));
  }

  private static String hover(String marked) {
    At at = At.of(marked);
    return Hover.at(at.draft, at.offset, AROUND).orElseThrow().text();
  }

  @Test
  void hintsTellFoldersAndExpandedWords() {
    At at =
        At.of(
            "ARG v=3\nFROM a:$v AS one\nWORKDIR /srv\nWORKDIR app\nFROM one\nWORKDIR ../x\n"
                + "ENV u=me\nUSER $u‸");
    assertEquals(
        List.of("a:3", "/srv/app", "/srv/x", "me"),
        Hints.of(at.draft).stream().map(Hints.Hint::text).toList());
  }

  @Test
  void linksLeadToPagesAndFiles() {
    At at = At.of("FROM debian:12 AS x\nCOPY Makefile nothing /a/‸\nADD https://a.example/b /c\n");
    assertEquals(
        List.of("https://hub.docker.com/_/debian/", "Makefile", "https://a.example/b"),
        Links.of(at.draft, AROUND).stream().map(Links.Link::target).toList());
  }

  @Test
  void theShellOfARunIsColoured() {
    At at = At.of("FROM a\nRUN if make; then echo \"$x\"; fi # y\nRUN <<E\nls | wc 'a b'\nE\n‸");
    List<String> shell =
        Colouring.of(at.draft).stream()
            .filter(Token::shell)
            .map(token -> at.text(token.range()) + " " + token.kind())
            .toList();
    assertEquals(
        List.of(
            "if KEYWORD",
            "make FUNCTION",
            "; OPERATOR",
            "then KEYWORD",
            "echo FUNCTION",
            "; OPERATOR",
            "fi KEYWORD",
            "# y COMMENT",
            "ls FUNCTION",
            "| OPERATOR",
            "wc FUNCTION",
            "'a b' STRING"),
        shell.stream().filter(t -> !t.startsWith("E ")).toList());
  }

  @Test
  void theManualKnowsEveryFlag() {
    for (Manual.Entry entry : Manual.instructions()) {
      for (Manual.Entry flag : Manual.flags(entry.key())) {
        String value = flag.sample().isEmpty() ? "" : "=" + flag.sample();
        String text = "FROM a\n" + entry.key() + " --" + flag.name() + value + " a b";
        boolean known =
            DockerfileParser.parse(new Source("Dockerfile", text)).diagnostics().stream()
                .noneMatch(d -> d.code().equals("unknown-flag"));
        assertTrue(known, text);
      }
    }
  }

  @Test
  void aStageToldByItsNumberIsFoundAndNotRenamed() {
    String text = "FROM a AS one\nFROM b\nFROM c\nCOPY --from=‸0 x y\nCOPY --from=1 x y\n";
    At at = At.of(text);
    Occurrences named = Occurrences.at(at.draft, at.offset).orElseThrow();
    assertEquals("one", at.text(named.definition().orElseThrow()));
    assertEquals(
        List.of("one true", "0 false"),
        named.places().stream().map(p -> at.text(p.range()) + " " + p.named()).toList());
    assertFalse(named.isNamed());
    At other = At.of("FROM a AS one\nFROM b\nFROM c\nRUN --mount=from=‸1,target=/x y\n");
    Occurrences unnamed = Occurrences.at(other.draft, other.offset).orElseThrow();
    assertEquals("b", other.text(unnamed.definition().orElseThrow()));
    At later = At.of("FROM a\nCOPY --from=‸0 x y\n");
    assertEquals(
        Optional.empty(), Occurrences.at(later.draft, later.offset).orElseThrow().definition());
  }

  @Test
  void variablesThatDoubleThemselvesStayShort() {
    String doubled = "ENV A=$A$A$A$A\n".repeat(60);
    At at = At.of("FROM a\nENV A=1\n" + doubled + "COPY $‸A /x\nENV A=2\nUSER $A\n");
    Hover hover = Hover.at(at.draft, at.offset, AROUND).orElseThrow();
    assertTrue(hover.text().length() <= 4096, hover.text());
    assertEquals(List.of("2"), Hints.of(at.draft).stream().map(Hints.Hint::text).toList());
  }

  @Test
  void tokensOfAPartAreThoseOfTheWhole() {
    At at = At.of("FROM a\nRUN echo x \\\n && ls\n# c\nCOPY‸ a b\n");
    List<Token> all = Colouring.of(at.draft);
    List<Token> part = Colouring.of(at.draft, new Range(at.offset, at.offset + 2));
    assertEquals(
        all.stream()
            .filter(t -> t.range().end() >= at.offset && t.range().start() <= at.offset + 2)
            .toList(),
        part);
  }

  @Test
  void everyPrefixOfEveryTextHasAnswers() {
    for (String text : Samples.TEXTS) {
      for (int end = 0; end <= text.length(); end++) {
        answers(text.substring(0, end), end);
      }
    }
  }

  @Test
  void changedTextsHaveAnswers() {
    Fuzz.run("editor", Samples.TEXTS, text -> answers(text, text.length() / 2));
  }

  private static void answers(String text, int offset) {
    Draft draft = Draft.of(new Source("Dockerfile", text));
    var lines = new TextLines(text);
    Completion.at(draft, offset, AROUND, true);
    Hover.at(draft, offset, AROUND);
    Signatures.at(draft, offset);
    Occurrences.at(draft, offset);
    Symbols.of(draft);
    Folding.of(draft, lines);
    Links.of(draft, AROUND);
    Hints.of(draft);
    int end = 0;
    for (Token token : Colouring.of(draft)) {
      assertTrue(token.range().start() >= end, () -> "tokens overlap in:\n" + text);
      assertTrue(
          draft.text().indexOf('\n', token.range().start()) < 0
              || draft.text().indexOf('\n', token.range().start()) >= token.range().end(),
          () -> "a token spans lines in:\n" + text);
      end = token.range().end();
    }
  }
}
