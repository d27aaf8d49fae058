package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextEditsTest {
  @Test
  void editsAreAboutTheTextAsItWasInAnyOrder() {
    assertEquals(
        "AbXcE",
        TextEdits.apply("abcde", List.of(edit(3, 5, "E"), edit(0, 1, "A"), edit(2, 2, "X"))));
  }

  @Test
  void insertionsAtOnePlaceKeepTheirOrder() {
    assertEquals("a12b", TextEdits.apply("ab", List.of(edit(1, 1, "1"), edit(1, 1, "2"))));
    assertEquals("a1X", TextEdits.apply("ab", List.of(edit(1, 2, "X"), edit(1, 1, "1"))));
  }

  @Test
  void overlappingAndOutlyingEditsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TextEdits.apply("abcd", List.of(edit(0, 2, ""), edit(1, 3, ""))));
    assertThrows(
        IllegalArgumentException.class, () -> TextEdits.apply("abcd", List.of(edit(3, 5, ""))));
  }

  @Test
  void aFixThatClashesWithAnEarlierOneIsLeftOutWhole() {
    Fix first = fix(edit(2, 4, "x"));
    Fix clashes = fix(edit(0, 1, "y"), edit(3, 5, "y"));
    Fix insertsInto = fix(edit(3, 3, "z"));
    Fix touches = fix(edit(4, 4, "z"), edit(0, 2, "w"));
    assertEquals(
        List.of(first, touches),
        TextEdits.compatible(List.of(first, clashes, insertsInto, touches)));
  }

  @Test
  void insertionsOfTwoFixesAtOnePlaceClash() {
    Fix first = fix(edit(2, 2, "x"));
    assertEquals(List.of(first), TextEdits.compatible(List.of(first, fix(edit(2, 2, "y")))));
  }

  @Test
  void equalEditsOfTwoFixesAreOne() {
    List<Fix> fixes = List.of(fix(edit(0, 1, "A"), edit(2, 3, "C")), fix(edit(2, 3, "C")));
    assertEquals(fixes, TextEdits.compatible(fixes));
    assertEquals(List.of(edit(0, 1, "A"), edit(2, 3, "C")), TextEdits.of(fixes));
    assertEquals("AbC", TextEdits.apply("abc", TextEdits.of(fixes)));
  }

  private static TextEdit edit(int start, int end, String replacement) {
    return new TextEdit(new Range(start, end), replacement);
  }

  private static Fix fix(TextEdit... edits) {
    return new Fix("mend it", List.of(edits), true);
  }
}
