package io.jbuild.cli.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AmountsTest {
  @Test
  void sizesHaveThreeDigitsAtMostAndNoZerosAtTheEnd() {
    assertEquals("0B", Amounts.bytes(0));
    assertEquals("999B", Amounts.bytes(999));
    assertEquals("1kB", Amounts.bytes(1000));
    assertEquals("1.01kB", Amounts.bytes(1005));
    assertEquals("10kB", Amounts.bytes(9_999));
    assertEquals("12.4kB", Amounts.bytes(12_350));
    assertEquals("1000kB", Amounts.bytes(999_950));
    assertEquals("2.14MB", Amounts.bytes(2_141_234));
    assertEquals("9223372TB", Amounts.bytes(Long.MAX_VALUE));
  }

  @Test
  void roundsAsFormatsDo() {
    var random = new Random(20261126);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextInt(10_000_000);
      assertEquals(
          String.format(Locale.ROOT, "%.1fs", millis / 1000.0),
          Amounts.seconds(Duration.ofMillis(millis)));
      long kilobytes = 1000 + random.nextInt(8_990);
      String digits = String.format(Locale.ROOT, "%.2f", kilobytes / 1000.0);
      assertEquals(digits.replaceAll("\\.?0+$", "") + "kB", Amounts.bytes(kilobytes), digits);
    }
  }
}
