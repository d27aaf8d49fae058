package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import io.jbuild.grammar.format.FormatStyle;
import io.jbuild.grammar.format.Formatter;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.outline.OutlineReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * What is allocated goes with the length of a text, whatever it holds: four times the text takes no
 * more than some five times the memory. Unlike times, that is the same on every machine.
 */
class ProportionTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SMALL = 1_000;
  private static final String FROM = "FROM a:1 AS s\n";

  /** Texts of so many lines, pairs or levels. */
  private static final Map<String, IntFunction<String>> TEXTS = texts();

  private static Map<String, IntFunction<String>> texts() {
    Map<String, IntFunction<String>> texts = new LinkedHashMap<>();
    for (String line :
        List.of(
            "\n",
            "#\n",
            "# c\n",
            "RUN a\n",
            "run a\n",
            "x\n",
            "RUNN a\n",
            "RUN a \\\n\n b\n",
            "RUN <<E\na\nE\n",
            "CMD [\"a\", \"b\"]\n",
            "ENV a=\"b\n",
            "COPY --from=s a /b\n",
            "COPY --from=\"b\n",
            "# check=skip=A\n",
            "# hadolint ignore=DL3008\nRUN a\n",
            "ONBUILD RUN a\n",
            "FROM a AS B\n",
            "FROM s\n",
            "RUN apt-get install b | c\n",
            "\\\n",
            "\0\n",
            "\r")) {
      texts.put(line, n -> FROM + line.repeat(n));
    }
    for (String piece :
        List.of(
            " a", " a=b", " a=$a", " --a", " <<E", " \\\n <<E", " \\\n a", " \\\n# c", ",\"a\"")) {
      for (String keyword : List.of("RUN", "COPY", "LABEL", "ENV", "CMD [\"a\"", "ONBUILD RUN")) {
        texts.put(keyword + piece, n -> FROM + keyword + piece.repeat(n) + "\n");
      }
    }
    texts.put("ONBUILD", n -> FROM + "ONBUILD ".repeat(n) + "RUN a\n");
    texts.put("comments above", n -> "# a b\n".repeat(n) + "ARG" + " a".repeat(n) + "\n" + FROM);
    texts.put("directives", n -> "# check=skip=a\n".repeat(n) + FROM);
    texts.put("stages on stages", n -> numbered("FROM s%1$d AS s%2$d\nENV v%1$d=a\n", n));
    texts.put("stages on one", n -> numbered("ENV v%1$d=a\n", n) + numbered("FROM s\n", n));
    texts.put("unknown stages", n -> numbered("FROM a AS n%1$d\nCOPY --from=m%1$d a b\n", n));
    texts.put("mixed case", n -> numbered("FROM a AS S%1$d\nCOPY --from=S%1$d a b\n", n));
    texts.put("variables", n -> numbered("ARG a%1$d\nENV b%1$d=$a%1$d$c%1$d\n", n));
    texts.put(
        "global ARGs",
        n -> "ARG a=b\n" + numbered("ARG v%1$d=$a\n", n) + numbered("FROM b%1$d\nRUN $v%1$d\n", n));
    return texts;
  }

  private static String numbered(String line, int count) {
    var text = new StringBuilder(line.startsWith("ARG v") ? "" : FROM);
    for (int i = 0; i < count; i++) {
      text.append(line.formatted(i, i + 1));
    }
    return text.toString();
  }

  private static void check(Source source) {
    for (Finding finding : FileChecks.run(DockerfileParser.parse(source), RuleSettings.DEFAULTS)) {
      finding.diagnostic().render();
    }
  }

  private static void outline(Source source) {
    Dockerfile file = DockerfileParser.parse(source).dockerfile();
    if (!file.stages().isEmpty()) {
      OutlineReader.read(file, CheckSettings.DEFAULTS);
    }
  }

  @Test
  void whatIsAllocatedGoesWithTheText() {
    Map<String, Consumer<Source>> operations = new LinkedHashMap<>();
    operations.put("check", ProportionTest::check);
    operations.put("format", s -> Formatter.edits(DockerfileParser.parse(s), FormatStyle.DEFAULT));
    operations.put("dump", SyntaxDump::of);
    operations.put("outline", ProportionTest::outline);
    List<String> out = new ArrayList<>();
    TEXTS.forEach(
        (name, text) ->
            operations.forEach(
                (operation, action) -> {
                  // The first makes the lexer's tables and loads what is used.
                  allocated(action, text.apply(SMALL / 8));
                  long small = allocated(action, text.apply(SMALL));
                  long large = allocated(action, text.apply(4 * SMALL));
                  if (large > 5.5 * small + 1_000_000) {
                    out.add(operation + " of " + name + ": " + small + " to " + large);
                  }
                }));
    assertEquals(List.of(), out);
  }

  private static long allocated(Consumer<Source> action, String text) {
    var source = new Source("Dockerfile", text);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.accept(source);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void aVariableThatDoublesWithEveryLineIsRefused() {
    String text = FROM + "ENV a=xxxxxxxx\n" + "ENV a=$a$a\n".repeat(60);
    Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
    List<String> codes =
        FileChecks.run(parsed, RuleSettings.DEFAULTS).stream()
            .map(finding -> finding.diagnostic().code())
            .toList();
    assertTrue(codes.contains("bad-expansion"), codes.toString());
    outline(parsed.dockerfile().source());
  }

  @Test
  void valuesThatAreCopiedWithoutEndAreRefused() {
    var text = new StringBuilder(FROM + "ENV a=" + "x".repeat(60_000) + "\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("ENV b").append(i).append("=$a\n");
    }
    Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text.toString()));
    assertTrue(
        FileChecks.run(parsed, RuleSettings.DEFAULTS).stream()
            .anyMatch(finding -> finding.diagnostic().code().equals("expansions-too-long")));
  }

  @Test
  void afterThreeMillionWordsAFileIsReadNoFurther() {
    var source = new Source("Dockerfile", FROM + "RUN a\n".repeat(1_600_000) + "FROM b\n");
    Parsed parsed = DockerfileParser.parse(source);
    List<String> codes = parsed.diagnostics().stream().map(Diagnostic::code).toList();
    assertEquals(List.of(DockerfileParser.TOO_LONG), codes);
    assertEquals(1, parsed.dockerfile().stages().size());
    assertEquals(List.of(), Formatter.edits(parsed, FormatStyle.DEFAULT));
  }

  @Test
  void ofOneCodeAHundredThousandAreToldAndThatThereAreMore() {
    var source = new Source("Dockerfile", FROM + "x\n".repeat(DiagnosticList.MOST + 50));
    List<Diagnostic> told = DockerfileParser.parse(source).diagnostics();
    assertEquals(DiagnosticList.MOST, told.size());
    assertEquals(source.text().length(), told.getLast().range().end());
    assertTrue(told.getLast().message().contains("what follows is not told"));
    assertFalse(told.getFirst().message().contains("what follows is not told"));
  }
}
