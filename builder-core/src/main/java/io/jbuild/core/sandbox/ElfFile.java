package io.jbuild.core.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;

/** What has to be known of ELF: how programs of an architecture begin, and the smallest one. */
final class ElfFile {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
  private static final int HEADER_32 = 52;
  private static final int HEADER_64 = 64;
  private static final int PROGRAM_HEADER_32 = 32;
  private static final int PROGRAM_HEADER_64 = 56;
  private static final int LONGEST_TABLE = 1 << 16;
  private static final int EXECUTABLE = 2;
  private static final int LOADED = 1;
  private static final int INTERPRETER = 3;
  private static final long PLACE = 0x400000;

  private ElfFile() {}

  /** The first 20 bytes of an executable program: up to {@code e_machine}. */
  static byte[] magic(Architecture of) {
    return begin(of, 20).array();
  }

  /**
   * Which bits of {@link #magic} count: not which system's ABI it names, and executables ({@code
   * e_type} 2) are as good as position-independent ones (3).
   */
  static byte[] mask(Architecture of) {
    byte[] mask = new byte[20];
    java.util.Arrays.fill(mask, (byte) 0xff);
    mask[7] = 0;
    mask[8] = 0;
    mask[of.bigEndian() ? 17 : 16] = (byte) 0xfe;
    return mask;
  }

  /** A program that ends with status 42 at once. */
  static byte[] probe(Architecture of) {
    byte[] instructions = of.instructions();
    boolean wide = of.bits() == 64;
    int header = wide ? HEADER_64 : HEADER_32;
    int programHeader = wide ? PROGRAM_HEADER_64 : PROGRAM_HEADER_32;
    int code = header + programHeader;
    long size = code + (long) instructions.length;
    ByteBuffer elf = begin(of, (int) size).putInt(1);
    word(elf, wide, PLACE + code);
    word(elf, wide, header);
    word(elf, wide, 0);
    elf.putInt(of.flags()).putShort((short) header).putShort((short) programHeader);
    elf.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(LOADED);
    if (wide) {
      elf.putInt(5).putLong(0).putLong(PLACE).putLong(PLACE).putLong(size).putLong(size);
      elf.putLong(0x10000);
    } else {
      elf.putInt(0).putInt((int) PLACE).putInt((int) PLACE).putInt((int) size).putInt((int) size);
      elf.putInt(5).putInt(0x10000);
    }
    return elf.put(instructions).array();
  }

  private static void word(ByteBuffer elf, boolean wide, long value) {
    if (wide) {
      elf.putLong(value);
    } else {
      elf.putInt((int) value);
    }
  }

  private static ByteBuffer begin(Architecture of, int size) {
    ByteBuffer elf = ByteBuffer.allocate(size);
    elf.order(of.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    elf.put(MAGIC).put((byte) (of.bits() / 32)).put((byte) (of.bigEndian() ? 2 : 1)).put((byte) 1);
    return elf.position(16).putShort((short) EXECUTABLE).putShort((short) of.machine());
  }

  /**
   * Whether a file is a program that needs no dynamic loader. The kernel keeps an emulator open,
   * but its loader would be looked for in the image.
   */
  static boolean isStatic(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = read(channel, 0, HEADER_64);
      if (header.limit() < HEADER_64 || header.mismatch(ByteBuffer.wrap(MAGIC)) < MAGIC.length) {
        return false;
      }
      boolean wide = header.get(4) == 2;
      ByteOrder order = header.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      header.order(order);
      long table = wide ? header.getLong(32) : header.getInt(28);
      int size = header.getShort(wide ? 54 : 42) & 0xffff;
      int count = header.getShort(wide ? 56 : 44) & 0xffff;
      if (size < 4 || (long) size * count > LONGEST_TABLE) {
        return false;
      }
      ByteBuffer entries = read(channel, table, size * count).order(order);
      for (int i = 0; i < count && entries.limit() >= (i + 1) * size; i++) {
        if (entries.getInt(i * size) == INTERPRETER) {
          return false;
        }
      }
      return true;
    }
  }

  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long at = from;
    while (bytes.hasRemaining()) {
      int got = channel.read(bytes, at);
      if (got < 0) {
        break;
      }
      at += got;
    }
    return bytes.flip();
  }

  /** Bytes as binfmt_misc takes them: {@code \\x7f\\x45}. */
  static String escaped(byte[] bytes) {
    return HexFormat.of().withPrefix("\\x").formatHex(bytes);
  }
}
