package io.jbuild.grammar.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordExpanderTest {
  private static final Variables ENV =
      Variables.of(Map.of("N", "v", "P", "/a/b/c.tar.gz", "E", "", "L", "a\nb"));

  private static String expand(String word) {
    Expansion expansion = WordExpander.words('\\').expand(word, ENV);
    assertEquals(List.of(), expansion.error().stream().toList(), word);
    return expansion.value();
  }

  private static String error(String word) {
    return WordExpander.words('\\').expand(word, ENV).error().orElse("");
  }

  @Test
  void bodiesOfHereDocumentsKeepTheirQuotes() {
    var bodies = WordExpander.heredocs('\\');
    assertEquals("v v $N\n", bodies.expand("$N ${N:-x} \\$N\n", ENV).value());
    assertEquals("'v' \"v\" it's", bodies.expand("'$N' \"${N}\" it's", ENV).value());
  }

  @Test
  void theEscapeCharacterIsTheFilesOwn() {
    assertEquals("C:\\v$N", WordExpander.words('`').expand("C:\\$N`$N", ENV).value());
  }

  @Test
  void prefixesAndSuffixesAreCutShortestOrLongest() {
    assertEquals("a/b/c.tar.gz", expand("${P#*/}"));
    assertEquals("c.tar.gz", expand("${P##*/}"));
    assertEquals("/a/b/c.tar", expand("${P%.*}"));
    assertEquals("/a/b/c", expand("${P%%.*}"));
    assertEquals("/a/b/c.tar.gz", expand("${P%x*}"));
  }

  @Test
  void wildcardsDoNotCrossLineFeeds() {
    assertEquals("a\nb", expand("${L##*b}"));
    assertEquals("a\nb", expand("${L#a?}"));
  }

  @Test
  void replacementTakesTheFirstOrAllLongestMatches() {
    assertEquals("-a/b/c.tar.gz", expand("${P/\\//-}"));
    assertEquals("-a-b-c.tar.gz", expand("${P//\\//-}"));
    assertEquals("x", expand("${N//*/x}"));
    assertEquals("x", expand("${E//*/x}"));
    assertEquals("/a/b/c_", expand("${P/.*/_}"));
  }

  @Test
  void errorsTellWhatIsWrong() {
    assertTrue(error("${N:x}").contains("`:x`"), error("${N:x}"));
    assertTrue(error("${N").contains("`}`"), error("${N"));
    assertTrue(error("${U:?set it}").contains("U: set it"), error("${U:?set it}"));
    assertTrue(error("${E:?}").contains("empty"), error("${E:?}"));
    assertTrue(error("${P#\\a}").contains("escape"), error("${P#\\a}"));
    assertTrue(error("'a").contains("quote"), error("'a"));
  }

  @Test
  void depthIsLimitedWithAnError() {
    String deep = "${a:-".repeat(100_000) + "}".repeat(100_000);
    assertTrue(error(deep).contains("levels"), error(deep));
    String fine = "${a:-".repeat(150) + "x" + "}".repeat(150);
    assertEquals("x", expand(fine));
  }

  @Test
  void windowsNamesAreComparedWithoutCase() {
    var env = Variables.ignoringCase(Map.of("Path", "p"));
    Expansion expansion = WordExpander.words('`').expand("$PATH ${path}", env);
    assertEquals("p p", expansion.value());
    assertEquals(new TreeSet<>(List.of("PATH", "path")), expansion.used());
  }

  @Test
  void patternsMatchInLinearTime() {
    var env = Variables.of(Map.of("X", "a".repeat(20_000)));
    String word = "${X//" + "a*".repeat(30) + "b/x}";
    assertEquals(20_000, WordExpander.words('\\').expand(word, env).value().length());
    String suffix = "${X%%" + "*a".repeat(30) + "}";
    assertEquals("", WordExpander.words('\\').expand(suffix, env).value());
  }

  @Test
  void randomWordsNeverThrow() {
    var random = new Random(3);
    String alphabet = "$${{}}:-+?#%/'\"\\ aNPE*<\n\u00E9";
    for (int i = 0; i < 20_000; i++) {
      var word = new StringBuilder();
      for (int j = random.nextInt(16); j > 0; j--) {
        word.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (var expander :
          List.of(
              WordExpander.words('\\'),
              WordExpander.words('`'),
              WordExpander.heredocs('\\'),
              WordExpander.splitting(),
              WordExpander.heredocNames(true))) {
        Expansion expansion = expander.expandWords(word.toString(), ENV);
        assertFalse(expansion.error().isPresent() && !expansion.words().isEmpty(), "" + word);
      }
    }
  }
}
