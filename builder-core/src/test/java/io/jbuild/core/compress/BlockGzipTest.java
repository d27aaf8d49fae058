package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockGzipTest {
  @Test
  void anyLengthComesBackWhateverThePieces() throws IOException {
    var random = new Random(7);
    int block = 512 << 10;
    int[] lengths = {0, 1, 100, block - 1, block, block + 1, 3 * block + 17};
    for (int length : lengths) {
      for (int level : new int[] {0, 1, 9}) {
        byte[] data = text(length, random);
        byte[] packed = pack(data, level, 2, 1 + random.nextInt(200_000));
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
          assertArrayEquals(data, in.readAllBytes(), "length " + length + ", level " + level);
        }
      }
    }
  }

  @Test
  void bytesDoNotDependOnTheNumberOfThreads() throws IOException {
    byte[] data = text(3 << 20, new Random(3));
    byte[] one = pack(data, 4, 1, 10_000);
    assertArrayEquals(one, pack(data, 4, 2, 64 << 10));
    assertArrayEquals(one, pack(data, 4, 7, 1 << 20));
  }

  @Test
  void blocksCostHardlyAnyRoom() throws IOException {
    byte[] data = text(2 << 20, new Random(4));
    var whole = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(whole) {
          {
            def.setLevel(4);
          }
        }) {
      gzip.write(data);
    }
    int blocks = pack(data, 4, 2, 1 << 16).length;
    assertTrue(blocks < whole.size() * 1.005, blocks + " against " + whole.size());
  }

  @Test
  void gzipItselfReadsIt(@TempDir Path folder) throws Exception {
    Programs.require("gzip");
    Path file = folder.resolve("a.gz");
    Files.write(file, pack(text(3 << 20, new Random(5)), 6, 2, 5000));
    Programs.run("gzip", "-t", file.toString());
  }

  private static byte[] pack(byte[] data, int level, int threads, int piece) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new BlockGzip(out, level, threads)) {
      for (int i = 0; i < data.length; i += piece) {
        gzip.write(data, i, Math.min(piece, data.length - i));
      }
    }
    return out.toByteArray();
  }

  /** Words that repeat, as in the files of a layer. */
  private static byte[] text(int length, Random random) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) ('a' + (random.nextInt(4) == 0 ? random.nextInt(20) : i % 5));
    }
    return data;
  }
}
