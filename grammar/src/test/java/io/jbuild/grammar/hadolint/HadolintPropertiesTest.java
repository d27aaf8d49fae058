package io.jbuild.grammar.hadolint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Corpus;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.shell.ShellScript;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import io.jbuild.grammar.shell.WordPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for any text: nothing is thrown, places lie in the text, time is in proportion. */
class HadolintPropertiesTest {
  private static final String ALPHABET = "\\`\n\t #\"'(){}[];&|<>$=,:-a1\u00A0\u0000";

  /** Every rule on, with a schema and registries. */
  private static final HadolintSettings ALL = all();

  private static HadolintSettings all() {
    Map<String, Optional<Severity>> on = new HashMap<>();
    for (HadolintRule rule : HadolintRule.values()) {
      on.put(rule.id(), Optional.of(Severity.STYLE));
    }
    Map<String, LabelType> schema = new HashMap<>();
    for (LabelType type : LabelType.values()) {
      schema.put(type.label(), type);
    }
    return HadolintSettings.DEFAULTS
        .withSeverities(on)
        .withTrustedRegistries(List.of("a.com"))
        .withLabels(schema, true);
  }

  private static void check(String text) {
    try {
      Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
      for (Diagnostic d : HadolintChecks.run(parsed, ALL)) {
        within(d.range(), text);
        within(d.focus(), text);
        d.render();
        d.fix()
            .ifPresent(
                fix -> fix.edits().stream().map(TextEdit::range).forEach(r -> within(r, text)));
      }
      for (Instruction instruction : parsed.dockerfile().everyInstruction()) {
        if (instruction instanceof Run run) {
          script(ShellScript.of(parsed.dockerfile(), run), reach(instruction, parsed));
        }
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError("for " + text.replace("\n", "\\n"), e);
    }
  }

  /** Where the words of a RUN may stand; an open here-document goes on to the end of the file. */
  private static Range reach(Instruction instruction, Parsed parsed) {
    boolean open =
        parsed.diagnostics().stream().anyMatch(d -> d.code().equals("unterminated-heredoc"));
    int length = parsed.dockerfile().source().text().length();
    return new Range(instruction.range().start(), open ? length : instruction.range().end());
  }

  private static void within(Range range, String text) {
    assertTrue(range.end() <= text.length(), "range " + range);
  }

  /** Everything stands within its instruction, and words one after the other. */
  private static void script(ShellScript script, Range instruction) {
    for (SimpleCommand command : script.commands()) {
      inside(command.range(), instruction);
      int last = command.range().start();
      for (ShellWord word : command.words()) {
        inside(word.range(), command.range());
        assertTrue(word.range().start() >= last, "words go on");
        last = word.range().start();
        for (WordPart part : word.parts()) {
          inside(part.range(), word.range());
        }
      }
    }
    script.operators().forEach(operator -> inside(operator.range(), instruction));
    script.keywords().forEach(keyword -> inside(keyword, instruction));
    script.comments().forEach(comment -> inside(comment, instruction));
  }

  private static void inside(Range inner, Range outer) {
    assertTrue(
        inner.start() >= outer.start() && inner.end() <= outer.end(), inner + " in " + outer);
  }

  private static final List<String> SAMPLES =
      List.of(
          """
          # hadolint global ignore=DL3008
          FROM --platform=$TARGETPLATFORM a AS b
          # hadolint ignore=sudo,DL3009 # x
          RUN --mount=type=cache,target=/x if [ "$a" = 'b' ]; then \\
              # comment
              apt-get update && apt-get -y install x=1 "y$z" $(cat p | q); fi
          SHELL ["bash", "-o", "pipefail", "-c"]
          RUN case $x in a|b) (c; d) ;; *) e <<-F | g >h 2>&1 ;; esac
          \tbody
          \tF
          RUN <<'E'
          for i in 1 2 `a "b"` ${c:-$((1+2))}; do f() { pip install a; }; done
          E
          ONBUILD RUN [[ a && b ]] || useradd -u 123456 x
          LABEL url=x semver="1.0.0" spdx='MIT OR x' email=a@b
          COPY --from=b / /
          USER a
          """,
          "RUN a\\\n  \\\n# hadolint shell=cmd\nb | c && yum install -y 'd\nFROM x y z\nRUN cd\n");

  @Test
  void everyPrefixAndMutationOfTheSamplesIsTaken() {
    for (String sample : SAMPLES) {
      var random = new Random(sample.hashCode());
      for (int i = 0; i < sample.length(); i++) {
        check(sample.substring(0, i));
        for (int j = 0; j < 4; j++) {
          char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
          check(sample.substring(0, i) + c + sample.substring(i + j % 2));
        }
        check(sample.substring(0, i) + sample.substring(i + 1));
      }
    }
  }

  @Test
  void randomScriptsAreTaken() {
    var random = new Random(3);
    List<String> pieces =
        new ArrayList<>(
            List.of(
                "a",
                "$(",
                ")",
                "`",
                "${b",
                "}",
                "((",
                "))",
                "[[",
                "]]",
                "case ",
                " in ",
                "esac",
                "if ",
                "fi",
                "for ",
                "do ",
                "done",
                "<<E",
                "\nE\n",
                "\\\n",
                "f()",
                "{ ",
                "time ",
                "function ",
                "x=(",
                "apt-get install ",
                "pip install ",
                "tar xf ",
                "ln -s ",
                "$'",
                "<(",
                "&>",
                "2>&1"));
    ALPHABET.chars().forEach(c -> pieces.add(String.valueOf((char) c)));
    for (int i = 0; i < 4000; i++) {
      var text = new StringBuilder(i % 2 == 0 ? "FROM x\nRUN " : "RUN <<'END OF IT'\n");
      for (int j = random.nextInt(25); j > 0; j--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      check(text + (i % 2 == 0 ? "\n" : "\nEND OF IT\n"));
    }
  }

  @Test
  void corpusFilesTheirPrefixesAndMutationsAreTaken() throws IOException {
    var random = new Random(4);
    for (String folder : List.of("dockerfiles/linux", "dockerfiles/windows")) {
      try (var files = Files.walk(Corpus.path(folder))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          String text = Corpus.read(file);
          check(text);
          for (int i = 0; i < 3 && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            check(text.substring(0, at));
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            check(text.substring(0, at) + c + text.substring(at + random.nextInt(2)));
          }
        }
      }
    }
  }

  @Test
  @Timeout(90)
  void deepNestingAndLongInputNeedNoStackAndLinearTime() {
    String line = " \\\n";
    List<String> scripts = new ArrayList<>();
    for (String piece :
        List.of(
            "a ",
            "$(",
            "`",
            "\"$(",
            "${a:-",
            "$((",
            "(",
            "{ ",
            "[[ ",
            "case a in b) ",
            "a | ",
            "\"",
            "'",
            "x=(",
            "<<E ",
            "<(",
            "1",
            "=",
            "-",
            "tar x",
            "apt-get install a ",
            "go install a ",
            "pip install a; ",
            "dnf module install ",
            "$'")) {
      scripts.add("RUN " + piece.repeat(30_000 / piece.length()) + "\n");
      scripts.add("RUN <<E\n" + piece.repeat(100_000 / piece.length()) + "\nE\n");
      scripts.add("RUN a" + (line + piece).repeat(5_000) + "\n");
    }
    scripts.add("FROM a AS a\n".repeat(10_000));
    scripts.add("COPY " + "a ".repeat(10_000) + "\n");
    scripts.add("ADD " + "a ".repeat(10_000) + "\n");
    scripts.add("LABEL " + "a=b ".repeat(15_000) + "\n");
    scripts.add("ENV " + "a=$a ".repeat(12_000) + "\n");
    scripts.add("ENV a=xy\n" + "ENV a=$a$a$a\n".repeat(5_000));
    scripts.add("# hadolint ignore=DL3008\nRUN a\n".repeat(5_000));
    scripts.add("EXPOSE " + "1-".repeat(10_000) + "\n");
    scripts.add("LABEL spdx='" + "(".repeat(60_000) + "'\n");
    var chain = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      chain.append("FROM s").append(i).append(" AS s").append(i + 1).append("\nENV a").append(i);
      chain.append("=b\nRUN dnf install $x\n");
    }
    scripts.add(chain.toString());
    for (String script : scripts) {
      HadolintChecks.run(
          DockerfileParser.parse(new Source("Dockerfile", "FROM a:1 AS s0\n" + script)), ALL);
    }
  }
}
