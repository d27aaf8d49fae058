package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownMembersTest {
  private static final String FILE = "gzip-1-" + MemberFormat.FORM;
  private static final Digest LAYER = Digest.of(new byte[] {1});
  private static final int MEMBERS = 9;

  /** Bytes before the first member, of a member, of its digest, and after the last. */
  private static final int BEFORE = 32;

  private static final int ENTRY = 40;
  private static final int DIGEST = 32;
  private static final int AFTER = 4;

  @TempDir private Path folder;
  private final Random random = new Random(20261127);
  private StoreDirectory store;
  private List<byte[]> digests;
  private List<byte[]> members;
  private byte[] list;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(folder.resolve("store"));
    digests = new ArrayList<>();
    members = new ArrayList<>();
    var listing = new KnownMembers.Listing();
    var blob = new ByteArrayOutputStream();
    for (int i = 0; i < MEMBERS; i++) {
      byte[] member = new byte[1 + random.nextInt(300)];
      random.nextBytes(member);
      byte[] digest = Digest.sha256().digest(member);
      listing.add(digest, member);
      digests.add(digest);
      members.add(member);
      blob.writeBytes(member);
    }
    list = listing.of(store.blobs().put(blob.toByteArray())).orElseThrow();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void allOfAListAreFound() throws IOException {
    assertEquals(BEFORE + MEMBERS * ENTRY + AFTER, list.length);
    assertEquals(MEMBERS, found(list));
    assertEquals(MEMBERS, found(sealed(list.clone())));
  }

  @Test
  void damagedListIsNone() throws IOException {
    for (int round = 0; round < 1500; round++) {
      byte[] damaged = damaged(list);
      assertEquals(Arrays.equals(list, damaged) ? MEMBERS : 0, found(damaged), "round " + round);
    }
  }

  /** The lengths are looked at for themselves: they say how much memory is taken. */
  @Test
  void listOfLengthsThatAreNotThoseOfItsBlobIsNone() throws IOException {
    int[] lengths = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 2, 301};
    for (int length : lengths) {
      for (int i = 0; i < MEMBERS; i++) {
        byte[] other = list.clone();
        ByteBuffer.wrap(other).putInt(BEFORE + i * ENTRY + DIGEST, length);
        assertEquals(members.get(i).length == length ? MEMBERS : 0, found(sealed(other)));
      }
    }
    // As long as the blob together, by a negative one and a huge one.
    byte[] both = list.clone();
    ByteBuffer.wrap(both).putInt(BEFORE + DIGEST, members.get(0).length - 1_000_000);
    ByteBuffer.wrap(both).putInt(BEFORE + ENTRY + DIGEST, members.get(1).length + 1_000_000);
    assertEquals(0, found(sealed(both)));
    byte[] fewer = Arrays.copyOf(list, list.length - ENTRY);
    assertEquals(0, found(sealed(fewer)));
  }

  @Test
  void memberIsWhatItWasOrNoneWhateverTheListSays() throws IOException {
    for (int round = 0; round < 1500; round++) {
      byte[] damaged = damaged(list);
      if (damaged.length >= AFTER) {
        found(sealed(damaged));
      }
    }
  }

  @Test
  void blobOfAnotherLengthHasNoMembers() throws IOException {
    Path blob = store.blobs().path(Digest.of(joined()));
    Files.write(blob, Arrays.copyOf(joined(), joined().length - 1));
    assertEquals(0, found(list));
    Files.delete(blob);
    assertEquals(0, found(list));
  }

  @Test
  void layerIsCompressedToTheSameBytesBesideDamagedLists() throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < 5; i++) {
      byte[] bytes = new byte[600_000];
      random.nextBytes(bytes);
      files.put("f" + i, bytes);
    }
    Digest before = store.blobs().put(TarPiecesTest.tar(files));
    files.put("f2", new byte[100_000]);
    Digest after = store.blobs().put(TarPiecesTest.tar(files));
    Descriptor alone = compressed(after);
    compressed(before);
    byte[] good = store.layers().read(before, KnownMembers.listOf(FILE)).orElseThrow();
    assertTrue(good.length > BEFORE + 3 * ENTRY);
    for (int round = 0; round < 12; round++) {
      byte[] damaged = damaged(good);
      store.layers().write(before, KnownMembers.listOf(FILE), damaged);
      assertEquals(alone, compressed(after), "round " + round);
    }
  }

  private Descriptor compressed(Digest tar) throws IOException {
    store.layers().delete(tar);
    Descriptor layer = Descriptor.of(MediaTypes.OCI_LAYER_TAR, tar, store.blobs().size(tar));
    return new CompressedLayers(store, 2).compress(layer, tar, Compression.GZIP, bytes -> {});
  }

  /** How many members are found by such a list; each must be as it was. */
  private int found(byte[] list) throws IOException {
    store.layers().write(LAYER, KnownMembers.listOf(FILE), list);
    KnownMembers known = KnownMembers.of(store, FILE);
    int found = 0;
    for (int i = 0; i < MEMBERS; i++) {
      Optional<byte[]> member = known.find(digests.get(i));
      if (member.isPresent()) {
        assertArrayEquals(members.get(i), member.get());
        found++;
      }
    }
    return found;
  }

  private byte[] joined() {
    var all = new ByteArrayOutputStream();
    members.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private byte[] damaged(byte[] list) {
    byte[] damaged = list.clone();
    int at = random.nextInt(list.length);
    switch (random.nextInt(6)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged = Arrays.copyOf(damaged, at);
      case 2 -> damaged = Arrays.copyOf(damaged, list.length + 1 + at);
      case 3 -> random.nextBytes(damaged);
      case 4 -> Arrays.fill(damaged, at, list.length, (byte) random.nextInt(-1, 2));
      default ->
          ByteBuffer.wrap(damaged)
              .putInt(random.nextInt(list.length - Integer.BYTES), random.nextInt());
    }
    return damaged;
  }

  /** With a checksum that is right. */
  private static byte[] sealed(byte[] list) {
    var crc = new CRC32();
    crc.update(list, 0, list.length - AFTER);
    ByteBuffer.wrap(list).putInt(list.length - AFTER, (int) crc.getValue());
    return list;
  }
}
