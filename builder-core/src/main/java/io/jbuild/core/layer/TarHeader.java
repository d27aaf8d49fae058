package io.jbuild.core.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The header blocks of one tar entry (POSIX.1-1988 ustar). What does not fit stands in an extended
 * header of POSIX.1-2001 (pax); a long name that is not UTF-8, which pax cannot hold, in a GNU long
 * name, whose bytes every reader takes as they are.
 */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final long OCTAL_7 = 07777777L;
  private static final long OCTAL_11 = 077777777777L;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(BLOCK);
  private final byte[] block = new byte[BLOCK];
  private final SortedMap<String, byte[]> pax = new TreeMap<>();

  private TarHeader() {}

  /** All blocks in front of the entry's bytes; {@code name} as it is to stand in the tar. */
  static byte[] of(byte[] name, Entry entry, char type, byte[] link) {
    var header = new TarHeader();
    header.write(name, entry, type, link);
    return header.out.toByteArray();
  }

  private void write(byte[] name, Entry entry, char type, byte[] link) {
    putName(name);
    putLink(link);
    putNumber("mode", 100, 8, entry.mode(), OCTAL_7);
    putNumber("uid", 108, 8, Integer.toUnsignedLong(entry.uid()), OCTAL_7);
    putNumber("gid", 116, 8, Integer.toUnsignedLong(entry.gid()), OCTAL_7);
    putNumber("size", 124, 12, type == '0' ? entry.size() : 0, OCTAL_11);
    putNumber("mtime", 136, 12, entry.mtime().getEpochSecond(), OCTAL_11);
    boolean device = type == '3' || type == '4';
    putNumber("", 329, 8, device ? entry.deviceMajor() : 0, OCTAL_7);
    putNumber("", 337, 8, device ? entry.deviceMinor() : 0, OCTAL_7);
    for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
      // GNU tar's way to keep the key of a record apart from its value.
      String key = xattr.getKey().replace("=", "%3D");
      pax.put("SCHILY.xattr." + key, xattr.getValue());
    }
    if (!pax.isEmpty()) {
      writePax(name);
    }
    finish(block, type);
  }

  private void putName(byte[] name) {
    int split = name.length <= NAME ? 0 : splitAt(name);
    if (split >= 0) {
      int from = split == 0 ? 0 : split + 1;
      System.arraycopy(name, from, block, 0, name.length - from);
      System.arraycopy(name, 0, block, 345, split);
      return;
    }
    System.arraycopy(name, 0, block, 0, NAME);
    putLong("path", 'L', name);
  }

  private void putLink(byte[] link) {
    System.arraycopy(link, 0, block, 157, Math.min(link.length, NAME));
    if (link.length > NAME) {
      putLong("linkpath", 'K', link);
    }
  }

  private void putLong(String record, char gnuType, byte[] value) {
    if (isUtf8(value)) {
      pax.put(record, value);
      return;
    }
    byte[] header = new byte[BLOCK];
    byte[] name = "././@LongLink".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, header, 0, name.length);
    for (int[] field : new int[][] {{100, 8}, {108, 8}, {116, 8}, {136, 12}}) {
      octal(header, field[0], field[1], 0);
    }
    octal(header, 124, 12, value.length + 1L);
    finish(header, gnuType);
    out.writeBytes(Arrays.copyOf(value, padded(value.length + 1)));
  }

  /** Where a name falls into a prefix and a rest, or -1. */
  private static int splitAt(byte[] name) {
    for (int i = Math.min(PREFIX, name.length - 2); i > 0; i--) {
      if (name[i] == '/') {
        return name.length - i - 1 <= NAME ? i : -1;
      }
    }
    return -1;
  }

  private void putNumber(String record, int at, int width, long value, long greatest) {
    boolean fits = value >= 0 && value <= greatest;
    octal(block, at, width, fits ? value : 0);
    if (!fits) {
      pax.put(record, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void writePax(byte[] name) {
    var records = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> entry : pax.entrySet()) {
      byte[] key = PathBytes.encode(entry.getKey());
      int rest = key.length + entry.getValue().length + 3;
      int length = rest + digits(rest);
      length = rest + digits(length);
      records.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
      records.writeBytes(key);
      records.write('=');
      records.writeBytes(entry.getValue());
      records.write('\n');
    }
    byte[] header = new byte[BLOCK];
    byte[] title = paxName(name);
    System.arraycopy(title, 0, header, 0, title.length);
    octal(header, 100, 8, 0644);
    for (int[] field : new int[][] {{108, 8}, {116, 8}, {136, 12}}) {
      octal(header, field[0], field[1], 0);
    }
    octal(header, 124, 12, records.size());
    finish(header, 'x');
    out.writeBytes(Arrays.copyOf(records.toByteArray(), padded(records.size())));
  }

  /** A name for readers that know no pax: the last part of the entry's, cut short. */
  private static byte[] paxName(byte[] name) {
    int end = name.length > 0 && name[name.length - 1] == '/' ? name.length - 1 : name.length;
    int start = end;
    while (start > 0 && name[start - 1] != '/') {
      start--;
    }
    byte[] folder = "PaxHeaders.0/".getBytes(StandardCharsets.US_ASCII);
    byte[] title = Arrays.copyOf(folder, Math.min(NAME, folder.length + end - start));
    System.arraycopy(name, start, title, folder.length, title.length - folder.length);
    for (int i = 0; i < title.length; i++) {
      title[i] = title[i] < 0 ? (byte) '_' : title[i];
    }
    return title;
  }

  private void finish(byte[] header, char type) {
    header[156] = (byte) type;
    byte[] magic = ("ustar\0" + "00").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, header, 257, magic.length);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    octal(header, 148, 7, sum);
    out.writeBytes(header);
  }

  private static void octal(byte[] header, int at, int width, long value) {
    long rest = value;
    for (int i = at + width - 2; i >= at; i--) {
      header[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
    header[at + width - 1] = 0;
  }

  private static boolean isUtf8(byte[] bytes) {
    String text = PathBytes.decode(bytes);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (Character.isLowSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  static int padded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }
}
