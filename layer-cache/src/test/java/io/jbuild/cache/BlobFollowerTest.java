package io.jbuild.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFollowerTest {
  @TempDir Path folder;
  private BlobStore blobs;

  @BeforeEach
  void makeStore() {
    blobs = BlobStore.at(folder, folder);
  }

  private static CompletableFuture<byte[]> read(BlobFollower follower) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (follower) {
            return follower.readAllBytes();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  @Test
  void blobIsReadWhileItIsWrittenAndEndsWithItsCommit() throws IOException {
    try (BlobWriter writer = blobs.newBlob()) {
      writer.write("before ".getBytes(UTF_8));
      BlobFollower follower = writer.follow();
      assertArrayEquals("before ".getBytes(UTF_8), follower.readNBytes(7));
      CompletableFuture<byte[]> rest = read(follower);
      writer.write("and ".getBytes(UTF_8));
      writer.write("after".getBytes(UTF_8));
      assertEquals(Optional.empty(), follower.digest());
      Digest digest = writer.commit().digest();
      assertArrayEquals("and after".getBytes(UTF_8), rest.join());
      assertEquals(Optional.of(digest), follower.digest());
    }
  }

  @Test
  void blobThatIsGivenUpHasNoEnd() throws IOException {
    CompletableFuture<byte[]> all;
    try (BlobWriter writer = blobs.newHashedBlob()) {
      all = read(writer.follow());
      writer.write("lost".getBytes(UTF_8));
    }
    assertEquals(
        "the writer gave the blob up",
        assertThrows(CompletionException.class, all::join).getCause().getMessage());
  }
}
