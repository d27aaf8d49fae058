package io.jbuild.core.layer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of a pax extended header: {@code "LENGTH KEY=VALUE\n"} (POSIX.1-2001, pax). */
final class PaxRecords {
  /** One record; an empty value takes back an earlier one. */
  record Record(String key, byte[] value) {
    String text() {
      return PathBytes.decode(value);
    }
  }

  private PaxRecords() {}

  static List<Record> parse(byte[] bytes) throws LayerException {
    var records = new ArrayList<Record>();
    int at = 0;
    while (at < bytes.length && bytes[at] != 0) {
      int length = 0;
      int i = at;
      while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9' && length < (1 << 24)) {
        length = length * 10 + bytes[i++] - '0';
      }
      int end = at + length;
      boolean framed =
          i > at
              && i < bytes.length
              && bytes[i] == ' '
              && end > i + 1
              && end <= bytes.length
              && bytes[end - 1] == '\n';
      int equals = i + 1;
      while (framed && equals < end && bytes[equals] != '=') {
        equals++;
      }
      if (!framed || equals >= end - 1 && (equals == end || bytes[equals] != '=')) {
        throw new LayerException("an extended header of the archive makes no sense");
      }
      String key = new String(bytes, i + 1, equals - i - 1, StandardCharsets.UTF_8);
      records.add(new Record(key, Arrays.copyOfRange(bytes, equals + 1, end - 1)));
      at = end;
    }
    return records;
  }
}
