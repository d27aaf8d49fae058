package io.jbuild.core.store;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreException;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/** Brings blobs of an archive into the store, byte for byte, with their digests verified. */
final class BlobImport {
  private final ArchiveFiles files;
  private final BlobStore blobs;

  BlobImport(ArchiveFiles files, BlobStore blobs) {
    this.files = files;
    this.blobs = blobs;
  }

  static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  /** A small document of the archive. */
  byte[] document(String path) throws IOException {
    try (InputStream in = files.open(path)) {
      byte[] bytes = in.readNBytes(Json.MAX_BYTES + 1);
      if (bytes.length > Json.MAX_BYTES) {
        throw new ImageFormatException(
            "`" + path + "` in `" + files.name() + "` is longer than " + Json.MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new ImageFormatException("`" + files.name() + "` lacks `" + path + "`");
    }
  }

  /** A small blob, verified, not stored. */
  byte[] read(Descriptor blob) throws IOException {
    byte[] bytes =
        files.has(path(blob.digest())) || !blobs.has(blob.digest())
            ? document(path(blob.digest()))
            : blobs.read(blob.digest());
    if (bytes.length != blob.size() || !Digest.of(bytes).equals(blob.digest())) {
      throw damaged(blob.digest());
    }
    return bytes;
  }

  /** Stores a blob unless it is here. */
  void copy(Descriptor blob) throws IOException {
    if (blobs.claim(blob.digest())) {
      return;
    }
    try (InputStream in = files.open(path(blob.digest()));
        BlobWriter out = blobs.newBlob()) {
      in.transferTo(out);
      if (out.size() != blob.size()) {
        throw damaged(blob.digest());
      }
      commit(out, blob.digest());
    } catch (NoSuchFileException e) {
      throw new ImageFormatException(
          "`" + files.name() + "` lacks the blob `" + blob.digest() + "` of its image");
    }
  }

  private void commit(BlobWriter out, Digest digest) throws IOException {
    try {
      out.commit(digest);
    } catch (StoreException e) {
      throw damaged(digest);
    }
  }

  private ImageFormatException damaged(Digest digest) {
    return new ImageFormatException(
        "blob `" + digest + "` in `" + files.name() + "` is damaged: its bytes are other ones");
  }
}
