package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GoTextTest {
  @Test
  void quotingEscapesAsGoDoes() {
    assertEquals("[\"a\" \"$b\" \"c d\"]", GoText.quotedList(List.of("a", "$b", "c d")));
    assertEquals("\"\\\"\\\\\\n\\t\\x01\\x7f\"", GoText.quote("\"\\\n\t\u0001\u007f"));
    assertEquals("\"\u00e4\u20ac\ud83d\ude00\"", GoText.quote("\u00e4\u20ac\ud83d\ude00"));
    assertEquals("\"\\u00a0\\u200b\\ufeff\"", GoText.quote("\u00a0\u200b\ufeff"));
  }

  @Test
  void durationsPrintAsGoDoes() {
    assertEquals("0s", GoText.duration(0));
    assertEquals("1ns", GoText.duration(1));
    assertEquals("1.5\u00b5s", GoText.duration(1_500));
    assertEquals("2.003ms", GoText.duration(2_003_000));
    assertEquals("3s", GoText.duration(3_000_000_000L));
    assertEquals("1m30.5s", GoText.duration(90_500_000_000L));
    assertEquals("5m0s", GoText.duration(300_000_000_000L));
    assertEquals("26h0m1s", GoText.duration((26 * 3600 + 1) * 1_000_000_000L));
  }
}
