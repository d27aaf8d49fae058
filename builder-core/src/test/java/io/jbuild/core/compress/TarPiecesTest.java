package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

final class TarPiecesTest {
  private final Random random = new Random(11);

  @Test
  void piecesTogetherAreTheTarWhateverTheWrites() throws IOException {
    byte[] tar = tar(files(800));
    List<byte[]> pieces = cut(tar, 1 << 17);
    assertArrayEquals(tar, joined(pieces));
    assertEquals(digests(pieces), digests(cut(tar, 777)));
    assertTrue(pieces.stream().allMatch(piece -> piece.length <= TarPieces.LONGEST));
    byte[] noise = new byte[3_000_001];
    random.nextBytes(noise);
    assertArrayEquals(noise, joined(cut(noise, 100_000)));
    assertArrayEquals(new byte[0], joined(cut(new byte[0], 1)));
  }

  @Test
  void changedFileChangesThePiecesItLiesInAlone() throws IOException {
    SortedMap<String, byte[]> files = files(2000);
    List<byte[]> before = cut(tar(files), 1 << 17);
    assertTrue(before.size() >= 20, before.size() + " pieces");
    for (int round = 0; round < 20; round++) {
      var changed = new TreeMap<>(files);
      String name = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
      byte[] bytes = new byte[random.nextInt(60_000)];
      random.nextBytes(bytes);
      changed.put(name, bytes);
      assertFew(before, cut(tar(changed), 1 << 17), name + " changed");
      changed.remove(name);
      assertFew(before, cut(tar(changed), 1 << 17), name + " removed");
      changed.putAll(files);
      changed.put(name + "-more", bytes);
      assertFew(before, cut(tar(changed), 1 << 17), name + " followed by another");
    }
  }

  @Test
  void partsOfALargeFileAreTheSameWhateverComesBefore() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    byte[] large = new byte[5_000_000];
    random.nextBytes(large);
    files.put("b/large", large);
    List<byte[]> alone = cut(tar(files), 1 << 17);
    for (int i = 0; i < 7; i++) {
      files.put("a/small" + i, new byte[1 + random.nextInt(5000)]);
    }
    assertFew(alone, cut(tar(files), 1 << 17), "small files before");
  }

  private static void assertFew(List<byte[]> before, List<byte[]> after, String what) {
    Set<Digest> fresh = new HashSet<>(digests(after));
    fresh.removeAll(digests(before));
    assertTrue(fresh.size() <= 3, what + ": " + fresh.size() + " new pieces");
  }

  private static List<byte[]> cut(byte[] tar, int write) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    var cutter =
        new TarPieces(
            (piece, length) -> {
              pieces.add(Arrays.copyOf(piece, length));
              return new byte[piece.length];
            });
    for (int i = 0; i < tar.length; i += write) {
      cutter.write(tar, i, Math.min(write, tar.length - i));
    }
    cutter.finish();
    return pieces;
  }

  private static byte[] joined(List<byte[]> pieces) {
    var all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static List<Digest> digests(List<byte[]> pieces) {
    return pieces.stream().map(Digest::of).toList();
  }

  /** Some with names that need extended headers. */
  private SortedMap<String, byte[]> files(int count) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(20_000)];
      random.nextBytes(bytes);
      files.put("d%02d/%s%05d".formatted(i / 100, i % 9 == 0 ? "x".repeat(150) : "f", i), bytes);
    }
    return files;
  }

  static byte[] tar(SortedMap<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(bytes)) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setModTime(0);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
