package io.jbuild.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SecretSearchTest {
  private static final String VALUE = "s3cr3t/+ value&=?";

  private final SecretSearch search =
      new SecretSearch(Map.of("id", (VALUE + "\n").getBytes(UTF_8)));

  @Test
  void valueIsFoundAsItIsWithoutTheLineEndOfItsFile() {
    assertTrue(finds("token=" + VALUE));
    assertTrue(finds("\0\u0001" + VALUE + "\0"));
    assertFalse(finds("token=" + VALUE.substring(1)));
    assertFalse(finds(""));
  }

  @Test
  void base64IsFoundAtEachAlignmentAndInBothAlphabets() {
    for (String before : List.of("", "a", "ab", "abc")) {
      for (String after : List.of("", "z", "zy", "zyx")) {
        byte[] text = (before + VALUE + after).getBytes(UTF_8);
        assertTrue(finds(Base64.getEncoder().encodeToString(text)), before + "|" + after);
        assertTrue(finds(Base64.getUrlEncoder().encodeToString(text)), before + "|" + after);
      }
    }
  }

  @Test
  void base64IsFoundAcrossItsLines() {
    byte[] text = ("x".repeat(50) + VALUE + "y".repeat(50)).getBytes(UTF_8);
    assertTrue(finds(Base64.getMimeEncoder(76, "\n".getBytes(UTF_8)).encodeToString(text)));
    assertTrue(finds(Base64.getMimeEncoder(4, "\r\n  ".getBytes(UTF_8)).encodeToString(text)));
  }

  @Test
  void percentEncodingIsFoundWhateverIsEscaped() {
    assertTrue(finds("https://h/?t=" + URLEncoder.encode(VALUE, UTF_8)));
    assertTrue(finds(URLEncoder.encode(VALUE, UTF_8).toLowerCase()));
    assertTrue(finds("s3cr3t/%2b%20value&=%3F"));
    assertTrue(finds("%%7" + "%733cr3t%2F%2B+value%26%3D%3f"));
    assertFalse(finds("s3cr3t%2G%2B+value%26%3D%3f"));
  }

  @Test
  void valueIsFoundHoweverTheTextIsCutIntoPieces() {
    var random = new Random(3);
    List<String> forms =
        List.of(
            VALUE,
            Base64.getEncoder().encodeToString(("ab" + VALUE).getBytes(UTF_8)),
            URLEncoder.encode(VALUE, UTF_8));
    for (int round = 0; round < 3000; round++) {
      String form = forms.get(round % 3);
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      var text = new ByteArrayOutputStream();
      text.writeBytes(noise);
      // What stands right before an escape or a base64 text would be read with it.
      text.writeBytes(("\n-" + form + "\n").getBytes(UTF_8));
      text.writeBytes(noise);
      byte[] bytes = text.toByteArray();
      SecretSearch.Scan scan = search.scan();
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(7));
        scan.add(bytes, at, length);
        at += length;
      }
      assertEquals(Set.of("id"), scan.found(), form);
    }
  }

  @Test
  void searchAgreesWithTheSimplestOne() {
    var random = new Random(11);
    for (int round = 0; round < 5000; round++) {
      var patterns = new PatternSet();
      byte[][] all = new byte[1 + random.nextInt(4)][];
      for (int i = 0; i < all.length; i++) {
        all[i] = letters(random, 2 + random.nextInt(5));
        patterns.add("p" + i, all[i]);
      }
      byte[] text = letters(random, random.nextInt(30));
      var found = new java.util.TreeSet<Integer>();
      patterns.search(text, text.length, (name, start, length) -> found.add(start * 100 + length));
      var expected = new java.util.TreeSet<Integer>();
      for (byte[] pattern : all) {
        for (int at = 0; at + pattern.length <= text.length; at++) {
          if (Arrays.equals(text, at, at + pattern.length, pattern, 0, pattern.length)) {
            expected.add(at * 100 + pattern.length);
          }
        }
      }
      assertEquals(expected, found);
    }
  }

  private static byte[] letters(Random random, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(3));
    }
    return text;
  }

  @Test
  void eachSecretIsNamedAndShortOnesAreNotLookedFor() {
    var several =
        new SecretSearch(
            Map.of(
                "a", "first-secret".getBytes(UTF_8),
                "b", "second-secret".getBytes(UTF_8),
                "c", "short\n".getBytes(UTF_8)));
    assertEquals(Set.of("c"), several.tooShort());
    assertEquals(Set.of("b"), several.in("xx second-secret short".getBytes(UTF_8)));
    assertEquals(Set.of("a", "b"), several.in("second-secretfirst-secret".getBytes(UTF_8)));
  }

  @Test
  void whatIsCompressedIsNotSeen() throws Exception {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write((VALUE + VALUE).getBytes(UTF_8));
    }
    assertEquals(Set.of(), search.in(zipped.toByteArray()));
  }

  @Test
  void maskTakesValuesOutHoweverTheyAreCut() {
    String text =
        "a " + VALUE + " b " + Base64.getEncoder().encodeToString(VALUE.getBytes(UTF_8)) + " s3cr3";
    for (int size = 1; size < text.length(); size++) {
      SecretMask mask = search.mask();
      var out = new ByteArrayOutputStream();
      for (int at = 0; at < text.length(); at += size) {
        out.writeBytes(
            mask.apply(text.substring(at, Math.min(text.length(), at + size)).getBytes(UTF_8)));
      }
      out.writeBytes(mask.end());
      String shown = out.toString(UTF_8);
      assertFalse(finds(shown), shown);
      assertTrue(shown.startsWith("a *** b ***"), shown);
      assertTrue(shown.endsWith(" s3cr3"), shown);
    }
  }

  @Test
  void maskHoldsNothingBackThatCannotBeASecret() {
    assertEquals("prompt: ", new String(search.mask().apply("prompt: ".getBytes(UTF_8)), UTF_8));
  }

  private boolean finds(String text) {
    return search.in(text.getBytes(UTF_8)).contains("id");
  }
}
