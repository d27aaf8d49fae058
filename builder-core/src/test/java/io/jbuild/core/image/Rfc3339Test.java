package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {
  @Test
  void isReadAndWrittenAsTheFormattersOfJavaDo() {
    var random = new Random(20261126);
    for (int i = 0; i < 10_000; i++) {
      int nanos = random.nextInt(1000) * (int) Math.pow(10, random.nextInt(7));
      Instant at =
          Instant.ofEpochSecond(random.nextLong(-62_167_219_200L, 253_402_300_800L), nanos);
      assertEquals(at, Rfc3339.parse(at.toString()));
      String text = Rfc3339.format(at);
      assertEquals(at, OffsetDateTime.parse(text).toInstant());
      assertEquals(at.toString().replaceAll("(\\.\\d*?)0+Z$", "$1Z"), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26T10:00:00+02:00",
        "2026-11-26T10:00:00.123456-00:30",
        "2024-02-29T23:59:59.9Z",
        "2026-11-26T10:00Z",
        "2026-11-26T10:00:00.Z",
        "+12026-11-26T10:00:00Z"
      })
  void otherFormsAreReadToo(String text) {
    assertEquals(OffsetDateTime.parse(text).toInstant(), Rfc3339.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-26",
        "2026-13-26T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-11-26T24:00:01Z",
        "2026-11-26T10:60:00Z",
        "2026-11-26T10:00:60Z",
        "2026-11-26T10:00:00.0123456789Z",
        "2026-11-26 10:00:00Z",
        "2026-11-26T10:00:00"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThrows(DateTimeException.class, () -> OffsetDateTime.parse(text));
    assertThrows(DateTimeException.class, () -> Rfc3339.parse(text));
  }

  @Test
  void yearsThatTheFormDoesNotHaveAreWrittenAsJavaWritesThem() {
    assertEquals("+10000-01-01T00:00:00Z", Rfc3339.format(Instant.ofEpochSecond(253_402_300_800L)));
  }
}
