package io.jbuild.core.compress;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.layer.Decompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Layers in other compressions than they lie in. The result is a blob beside the others, and a
 * small file under the diffID that says which: the next time nothing is compressed. A file without
 * its blob is none, so blobs that no image refers to may be deleted at any time. Of a layer of
 * which some files changed since another was compressed, only the parts around those are
 * compressed.
 */
public final class CompressedLayers {
  private static final int BUFFER = 1 << 17;

  private final StoreDirectory store;
  private final BlobStore blobs;
  private final int threads;

  /**
   * Layers of a store.
   *
   * @param threads how many may work at a time
   */
  public CompressedLayers(StoreDirectory store, int threads) {
    this.store = store;
    this.blobs = store.blobs();
    this.threads = threads;
  }

  /** Is told of bytes of the uncompressed layer. */
  @FunctionalInterface
  public interface Progress {
    void bytes(long count);
  }

  /** The layer so compressed, if that was done before and is still here. */
  public Optional<Descriptor> known(Digest diffId, Compression compression) throws IOException {
    Optional<byte[]> kept = store.layers().read(diffId, file(compression));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      Descriptor descriptor = ImageJson.readDescriptor(kept.get());
      boolean here =
          store.layers().claim(diffId, file(compression))
              && blobs.claim(descriptor.digest())
              && blobs.size(descriptor.digest()) == descriptor.size();
      return here ? Optional.of(descriptor) : Optional.empty();
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }

  /** The name of the file that lies beside one of the small files and goes with it. */
  public static String besides(String file) {
    return KnownMembers.listOf(file);
  }

  /** Whether a file is such a one that goes with another. */
  public static boolean isBeside(String file) {
    return KnownMembers.isList(file);
  }

  /** The blob that one of the small files tells of, if it is one of these. */
  public static Optional<Digest> blobOf(byte[] file) {
    try {
      return Optional.of(ImageJson.readDescriptor(file).digest());
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The layer so compressed; its blob is in the store afterwards.
   *
   * @param layer as it lies in the store
   * @param diffId digest of the uncompressed tar, which is checked
   */
  public Descriptor compress(
      Descriptor layer, Digest diffId, Compression compression, Progress progress)
      throws IOException {
    Optional<Descriptor> known = known(diffId, compression);
    if (known.isPresent()) {
      return known.get();
    }
    String file = file(compression);
    var listing = new KnownMembers.Listing();
    BlobWriter.Committed made;
    try (InputStream tar = Decompression.open(blobs.open(layer.digest()));
        BlobWriter blob = blobs.newBlob()) {
      if (compression.kind() == Compression.Kind.UNCOMPRESSED) {
        copy(tar, blob::write, layer, diffId, progress);
      } else {
        KnownMembers members = KnownMembers.of(store, file);
        try (var out = new MemberOutput(blob, compression, members, listing, threads)) {
          copy(tar, out::write, layer, diffId, progress);
          out.finish();
        }
      }
      made = blob.commit();
    }
    Optional<byte[]> list = listing.of(made.digest());
    if (list.isPresent()) {
      store.layers().write(diffId, KnownMembers.listOf(file), list.get());
    }
    Descriptor descriptor = Descriptor.of(compression.mediaType(), made.digest(), made.size());
    remember(diffId, compression, descriptor);
    return descriptor;
  }

  /** Where bytes go. */
  @FunctionalInterface
  private interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private static void copy(
      InputStream tar, Sink out, Descriptor layer, Digest diffId, Progress progress)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      sha256.update(buffer, 0, n);
      out.write(buffer, 0, n);
      progress.bytes(n);
    }
    Digest actual = Digest.finish(sha256);
    if (!actual.equals(diffId)) {
      throw new ImageFormatException(
          "layer `"
              + layer.digest()
              + "` is damaged in the store: its files have the diffID `"
              + actual
              + "`, not `"
              + diffId
              + "`; pull or build the image again");
    }
  }

  /** Keeps for later what a layer is compressed so: a blob that is in the store by now. */
  public void remember(Digest diffId, Compression compression, Descriptor blob) throws IOException {
    store.layers().write(diffId, file(compression), ImageJson.write(blob));
  }

  private static String file(Compression compression) {
    return compression.kind() == Compression.Kind.UNCOMPRESSED
        ? compression.toString()
        : compression + "-" + MemberFormat.FORM;
  }
}
