package io.jbuild.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlSequencesTest {
  private static final String ESC = "\u001b";

  @Test
  void textIsLeftAlone() {
    assertEquals("plain\ttext ä€\r", shown("plain\ttext ä€\r"));
  }

  @Test
  void coloursStayAndEndWithTheLine() {
    assertEquals(
        ESC + "[1;31mred" + ESC + "[38:5:9mpink" + ESC + "[0m",
        shown(ESC + "[1;31mred" + ESC + "[38:5:9mpink"));
  }

  @Test
  void whatMovesOrChangesTheTerminalIsTakenOut() {
    assertEquals("ab", shown("a" + ESC + "[2J" + ESC + "[10;1H" + ESC + "[?25lb"));
    assertEquals("ab", shown("a" + ESC + "]0;title\u0007b"));
    assertEquals("ab", shown("a" + ESC + "]52;c;cHduZWQ=" + ESC + "\\b"));
    assertEquals("ab", shown("a" + ESC + "P+q544e" + ESC + "\\b"));
    assertEquals("ab", shown("a" + ESC + "(0" + ESC + "7" + ESC + "cb"));
    assertEquals("ab", shown("a\u0007\b\u000e\u007fb"));
    assertEquals("a31mb", shown("a\u009b31mb"));
    assertEquals("ab", shown("a" + ESC + "[>4;1mb"));
  }

  @Test
  void whatNeverEndsSwallowsNoText() {
    assertEquals("a0;the rest", shown("a" + ESC + "]0;the rest"));
    assertEquals("a[12", shown("a" + ESC + "[12"));
    assertEquals("a", shown("a" + ESC));
  }

  @Test
  void reportsHaveTextAloneAsItStoodInTheEnd() {
    assertEquals("red", ControlSequences.text(ESC + "[31mred" + ESC + "[0m"));
    assertEquals("100%", ControlSequences.text("10%\r50%\r100%\r"));
  }

  @Test
  void noBytesWhateverLeaveAControlCharacterBehind() {
    var random = new Random(7);
    byte[] alphabet = (ESC + "[]P0;1m?hJ\\\u0007\b\u0085\u009bä\t").getBytes(UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] line = new byte[random.nextInt(24)];
      for (int i = 0; i < line.length; i++) {
        line[i] = alphabet[random.nextInt(alphabet.length)];
      }
      String colours = new String(ControlSequences.textAndColours(line, line.length), UTF_8);
      String left = colours.replaceAll(ESC + "\\[[0-9:;]*m", "");
      assertTrue(left.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t'), left);
    }
  }

  private static String shown(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return new String(ControlSequences.textAndColours(bytes, bytes.length), UTF_8);
  }
}
