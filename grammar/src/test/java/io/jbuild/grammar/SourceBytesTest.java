package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceBytesTest {
  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> errors(byte[] bytes) throws SourceBytes.NotText {
    return DockerfileParser.parse(SourceBytes.decode("f", bytes)).diagnostics().stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .map(Diagnostic::render)
        .toList();
  }

  @Test
  void anyBytesComeBackAsTheyWere() throws SourceBytes.NotText {
    var random = new Random(9);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = bytes[at] == 0 || (at == 0 && bytes[at] < -1) ? (byte) 'a' : bytes[at];
      }
      if (bytes.length < 2 || bytes[0] != -1) {
        assertArrayEquals(bytes, SourceBytes.encode(SourceBytes.decode("f", bytes).text()));
      }
    }
    String text = "é😀\uFEFF\0";
    assertEquals(text, SourceBytes.decode("f", SourceBytes.encode(text)).text());
  }

  @Test
  void foreignBytesDoNoHarmInComments() throws SourceBytes.NotText {
    assertEquals(List.of(), errors(latin1("# Müller\nFROM a\nRUN x \\\n # é\n y\n")));
    assertEquals(List.of(), errors(latin1("FROM a\n# \0\n")));
  }

  @Test
  void foreignBytesInInstructionsAreRefusedOnceWithTheirPlace() throws SourceBytes.NotText {
    assertEquals(
        List.of(
            """
            f:3:11: error: this byte is not UTF-8 text [not-utf8]
                3 | ENV name=M\uFFFDller
                  |           ^
                 save the file as UTF-8
            """),
        errors(latin1("# é\nFROM a\nENV name=Müller\nRUN <<E\né\nE\n")));
    assertTrue(errors(latin1("FROM a\nUSER b\0\n")).getFirst().startsWith("f:2:7: error: a NUL"));
  }

  @Test
  void whatIsNoTextIsToldBeforeItIsRead() {
    var utf16 =
        assertThrows(
            SourceBytes.NotText.class,
            () -> SourceBytes.decode("f", "\uFEFFFROM a".getBytes(StandardCharsets.UTF_16LE)));
    assertEquals("`f` is UTF-16 text", utf16.getMessage());
    byte[] elf = {0x7F, 'E', 'L', 'F', 0, 0, (byte) 0x80};
    assertThrows(SourceBytes.NotText.class, () -> SourceBytes.decode("f", elf));
  }

  @Test
  void excerptsAreShortAndSteerNoTerminal() {
    var source = new Source("f", "FROM a\n" + "x".repeat(300) + "\u001B[31m\n");
    var range = new Range(7 + 300, 7 + 301);
    String text =
        new Diagnostic(Severity.ERROR, "c", source, range, "m".repeat(5000), Optional.empty())
            .render();
    assertTrue(text.length() < 2000 && text.indexOf('\u001B') < 0, text);
    String[] lines = text.split("\n");
    assertEquals('\uFFFD', lines[1].charAt(lines[2].indexOf('^')));
  }
}
