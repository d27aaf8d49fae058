package io.jbuild.core.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tars that no well-meaning program would write. */
final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TarBytes file(String name, String content) {
    return add('0', name, "", content.getBytes(StandardCharsets.UTF_8));
  }

  TarBytes directory(String name) {
    return add('5', name, "", new byte[0]);
  }

  TarBytes link(char type, String name, String target) {
    return add(type, name, target, new byte[0]);
  }

  /** Records without their length, each ending in a line feed. */
  TarBytes pax(String... records) {
    return add('x', "pax", "", records(records));
  }

  /** Records for all entries that follow. */
  TarBytes global(String... records) {
    return add('g', "pax", "", records(records));
  }

  private static byte[] records(String... records) {
    var all = new StringBuilder();
    for (String record : records) {
      int length = record.length() + 2;
      while (Integer.toString(length).length() + 1 + record.length() != length) {
        length++;
      }
      all.append(length).append(' ').append(record);
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  TarBytes add(char type, String name, String link, byte[] content) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 100) {
      add('L', "././@LongLink", "", bytes);
    }
    byte[] block = new byte[512];
    System.arraycopy(bytes, 0, block, 0, Math.min(100, bytes.length));
    put(block, 100, "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, String.format("%011o\0", content.length));
    put(block, 136, "00000000001\0");
    block[156] = (byte) type;
    put(block, 157, link);
    put(block, 257, "ustar  \0");
    mendChecksum(block, 0);
    out.writeBytes(block);
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return this;
  }

  TarBytes raw(byte[] blocks) {
    out.writeBytes(blocks);
    return this;
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(new byte[1024]);
    return all.toByteArray();
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  static void mendChecksum(byte[] tar, int at) {
    Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
    int sum = 0;
    for (int i = at; i < at + 512; i++) {
      sum += tar[i] & 0xFF;
    }
    byte[] text = String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, tar, at + 148, text.length);
  }
}
