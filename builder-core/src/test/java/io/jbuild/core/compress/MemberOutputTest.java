package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import io.jbuild.core.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemberOutputTest {
  private static final List<Compression> ALL =
      List.of(
          Compression.GZIP,
          Compression.Kind.GZIP.level(0),
          Compression.Kind.GZIP.level(9),
          Compression.Kind.ZSTD.usual());

  @Test
  void anyLengthComesBackWhateverThePieces() throws IOException {
    var random = new Random(7);
    int longest = TarPieces.LONGEST;
    for (int length : new int[] {0, 1, 100, longest - 1, longest, longest + 1, 2 * longest + 17}) {
      byte[] data = text(length, random);
      for (Compression compression : ALL) {
        byte[] packed = pack(data, compression, 2, 1 + random.nextInt(200_000));
        try (var in = open(compression, packed)) {
          assertArrayEquals(data, in.readAllBytes(), "length " + length + ", " + compression);
        }
      }
    }
  }

  @Test
  void bytesDoNotDependOnTheNumberOfThreads() throws IOException {
    byte[] data = text(3 << 20, new Random(3));
    for (Compression compression : ALL) {
      byte[] one = pack(data, compression, 1, 10_000);
      assertArrayEquals(one, pack(data, compression, 2, 64 << 10));
      assertArrayEquals(one, pack(data, compression, 7, 1 << 20));
    }
  }

  @Test
  void usualGzipIsNoLargerThanTheFirstLevelOfZlib() throws IOException {
    byte[] data = text(2 << 20, new Random(4));
    var whole = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(whole) {
          {
            def.setLevel(1);
          }
        }) {
      gzip.write(data);
    }
    int members = pack(data, Compression.GZIP, 2, 1 << 16).length;
    assertTrue(members < whole.size(), members + " against " + whole.size());
  }

  @Test
  void gzipAndZstdThemselvesReadIt(@TempDir Path folder) throws Exception {
    for (Compression compression : ALL) {
      String program = compression.kind().toString();
      Programs.require(program);
      Path file = folder.resolve(compression + (program.equals("gzip") ? ".gz" : ".zst"));
      Files.write(file, pack(text(3 << 20, new Random(5)), compression, 2, 5000));
      Programs.run(program, "-t", file.toString());
    }
  }

  private static InputStream open(Compression compression, byte[] packed) throws IOException {
    var bytes = new ByteArrayInputStream(packed);
    return compression.kind() == Compression.Kind.GZIP
        ? new GZIPInputStream(bytes)
        : new ZstdInputStream(bytes).setContinuous(false);
  }

  private static byte[] pack(byte[] data, Compression compression, int threads, int piece)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (var members = MemberOutput.unremembered(out, compression, threads)) {
      for (int i = 0; i < data.length; i += piece) {
        members.write(data, i, Math.min(piece, data.length - i));
      }
      members.finish();
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
