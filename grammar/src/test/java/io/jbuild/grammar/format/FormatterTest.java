package io.jbuild.grammar.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static String format(String text) {
    return format(text, FormatStyle.DEFAULT);
  }

  private static String format(String text, FormatStyle style) {
    return Formatter.format(new Source("Dockerfile", text), style);
  }

  private static void stays(String text) {
    assertEquals(text, format(text));
  }

  @Test
  void keywordsStandAtTheLineStartInUpperCase() {
    assertEquals(
        "FROM a AS b\nRUN x\nHEALTHCHECK CMD y\nHEALTHCHECK NONE\nCOPY --from=b a b /c\n",
        format(
            "  from   a as b\n"
                + "\trun  x\n"
                + "healthcheck cmd y\n"
                + "healthcheck none\n"
                + "copy --from=b  a\tb /c"));
    var lower = new FormatStyle("  ", FormatStyle.Case.LOWER, false);
    assertEquals("from a as b\nrun X\n", format("FROM a AS b\nRUN X\n", lower));
    var keep = new FormatStyle("  ", FormatStyle.Case.KEEP, false);
    assertEquals("From a aS b\n", format("From a aS b\n", keep));
  }

  @Test
  void continuedLinesAreIndented() {
    assertEquals(
        """
        FROM a
        RUN apk add \\
            curl \\
            git
        ENV A=1 \\
            B=2
        """,
        format("FROM a\nRUN apk add   \\  \n curl\\\n  git\nENV A=1 \\\n  B=2\n"));
  }

  @Test
  void linesOfAScriptKeepTheirDepths() {
    assertEquals(
        """
        FROM a
        RUN set -e; \\
            if x; then \\
                y; \\
            fi; \\
            # why
            z
        """,
        format(
            """
            FROM a
            RUN set -e; \\
              if x; then \\
                      y; \\

              fi; \\
            # why
              z
            """));
  }

  @Test
  void jsonFormsHaveOneSpaceAfterCommas() {
    assertEquals(
        "FROM a\nCMD [\"a\", \"b\"]\nCMD [ \\\n    \"a\", \\\n    \"b\" \\\n]\n",
        format("FROM a\nCMD [ \"a\",\"b\" ]\nCMD [\\\n\"a\",\\\n  \"b\"\\\n  ]\n"));
  }

  @Test
  void whatCountsStays() {
    stays("FROM a\nRUN echo \"a \\\n  b\" 'c \\\n d'\n");
    stays("FROM a\nRUN echo \"$(echo \"a \\\n  b\")\" \"${x:-\" \\\n  }\"\n");
    stays("FROM a\nRUN echo a\\\nb\n");
    stays("FROM a\nRUN echo a\\ \\\n  b\n");
    stays("FROM a\nRUN echo a  b\n");
    stays("FROM a\nEXPOSE 80\\\n81\n");
    stays("FROM a\nENV a  b \\\n c\n");
    stays("FROM a\nLABEL a=\"b \\\n  c\"\n");
    stays("FROM a\nWORKDIR /a \\\n b\n");
    stays("FROM a\nONBUILD run  x \\\n y  \n");
    stays("FROM a\nRUN <<E\n  x  \n\n\n\tE\nE\n");
    stays("FROM a\nRUN x \\\f\nUSER y\n");
    stays("FROM a\nRUN --mount=type=tmpfs,target=\"/a \n");
    stays("FROM a\nCOPY [\"a\tb\",  \"/c\"]\n");
    stays("FROM a\nRUN x # a \\\n 'b\n");
  }

  @Test
  void commandsStayWhereThatIsAskedFor() {
    var exact = new FormatStyle("    ", FormatStyle.Case.UPPER, true);
    assertEquals(
        "FROM a\nRUN --mount=type=tmpfs,target=/t \\\n    a && \\\n b\n",
        format("from a\nrun --mount=type=tmpfs,target=/t \\\n  a && \\\n b\n", exact));
  }

  @Test
  void otherShellsKeepWhatTheyMayHaveQuoted() {
    stays("# escape=`\nFROM a\nRUN it's \"x' `\n  y\"\n");
    assertEquals(
        "# escape=`\nFROM a\nRUN dir `\n    C:\\x\n",
        format("# escape=`\nFROM a\nRUN dir `\n C:\\x\n"));
  }

  @Test
  void blankLinesAreOneAndNoneAtTheEnd() {
    assertEquals(
        "FROM a\n\nUSER b\n# c\n\n# d\n",
        format("FROM a\n\n \n\nUSER b  \n  # c  \n\n\n# d\n\n\t"));
  }

  @Test
  void theHeadKeepsItsBlankLinesForTheyTellDirectives() {
    stays("\n# escape=`\nFROM a\n");
    stays("# syntax=a\n\n\n# check=skip=all\nFROM a\n");
    stays("  #!x\n# escape=`\nFROM a\n");
  }

  @Test
  void lineEndingsAreThoseOfTheFirstLineAndTheMarkStays() {
    assertEquals(
        "\uFEFFFROM a\r\nRUN x \\\r\n    y\r\nUSER z\r\n",
        format("\uFEFFfrom a\r\nRUN x \\\r\n y\nUSER z"));
    assertEquals("FROM a\r\nUSER b\r\n", format("FROM a\r\nUSER b\n"));
    assertEquals("FROM a\nUSER b\n", format("FROM a\nUSER b\r\n"));
    stays("FROM a\r\nRUN <<E\r\nx\ny\r\nE\r\n");
  }

  @Test
  void instructionsWithErrorsStayAndTheRestIsFormatted() {
    assertEquals(
        "FROM a\n  rnu  x \\\n y  \nUSER b\n  copy x\n\nUSER c\n",
        format("from a\n  rnu  x \\\n y  \n user b\n  copy x\n\n\n user c\n"));
  }

  @Test
  void editsAreSmallAndInOrder() {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", "from a as b\nRUN x \\\n y\n"));
    assertEquals(
        List.of(edit(0, 4, "FROM"), edit(7, 9, "AS"), edit(21, 21, "   ")),
        Formatter.edits(parsed, FormatStyle.DEFAULT));
    assertEquals(
        List.of(edit(21, 21, "   ")),
        Formatter.edits(parsed, FormatStyle.DEFAULT, new Range(20, 21)));
  }

  private static TextEdit edit(int start, int end, String replacement) {
    return new TextEdit(new Range(start, end), replacement);
  }

  @Test
  void anIndentIsBlank() {
    assertThrows(
        IllegalArgumentException.class, () -> new FormatStyle("", FormatStyle.Case.KEEP, false));
    assertThrows(
        IllegalArgumentException.class, () -> new FormatStyle("x", FormatStyle.Case.KEEP, false));
  }
}
