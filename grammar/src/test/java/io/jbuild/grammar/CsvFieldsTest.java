package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CsvFieldsTest {
  @Test
  void fieldsStandBetweenCommas() {
    assertEquals(List.of("type=bind", "target=/a"), CsvFields.of("type=bind,target=/a"));
    assertEquals(List.of("", "", ""), CsvFields.of(",,"));
    assertEquals(List.of(""), CsvFields.of(""));
    assertEquals(List.of(" a "), CsvFields.of(" a "));
  }

  @Test
  void quotedFieldsHoldCommasAndQuotes() {
    assertEquals(
        List.of("type=bind", "source=a,b", "target=\"x\""),
        CsvFields.of("type=bind,\"source=a,b\",\"target=\"\"x\"\"\""));
  }

  @Test
  void misplacedQuotesAreRefused() {
    for (String text : List.of("source=\"a,b\"", "\"open", "\"a\"b", "a\"", "x,\"")) {
      assertThrows(IllegalArgumentException.class, () -> CsvFields.of(text), text);
    }
  }

  @Test
  void whatIsQuotedComesBack() {
    var random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      List<String> fields =
          random
              .ints(1 + random.nextInt(4), 0, 4)
              .mapToObj(
                  length ->
                      random
                          .ints(length, 0, 4)
                          .mapToObj(c -> ",\"a ".substring(c, c + 1))
                          .collect(Collectors.joining()))
              .toList();
      String text =
          fields.stream()
              .map(field -> '"' + field.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(","));
      assertEquals(fields, CsvFields.of(text), text);
    }
  }
}
