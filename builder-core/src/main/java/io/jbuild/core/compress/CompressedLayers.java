package io.jbuild.core.compress;

import io.jbuild.cache.BlobFollower;
import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.layer.Decompression;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Layers in other compressions than they lie in. The result is a blob beside the others, and a
 * small file under the diffID that says which: the next time nothing is compressed. A file without
 * its blob is none, so blobs that no image refers to may be deleted at any time. Of a layer of
 * which some files changed since another was compressed, only the parts around those are
 * compressed. Thread-safe; {@link #close} ends what was begun early.
 */
public final class CompressedLayers implements Closeable {
  private static final int BUFFER = 1 << 17;

  private final StoreDirectory store;
  private final BlobStore blobs;
  private final int threads;
  private final EarlyCompression early = new EarlyCompression();
  private final Map<String, KnownMembers> members = new HashMap<>();

  /** Layers of a store, compressed by all processors. */
  public CompressedLayers(StoreDirectory store) {
    this(store, Runtime.getRuntime().availableProcessors());
  }

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
   * Begins to compress a layer of which nothing is written yet. Who asks for it so compressed later
   * waits for what is left to be done. Should it fail, nothing is so compressed, and who asks for
   * it learns why when it is tried again.
   *
   * @param reader of the compressed layer
   */
  public void begin(BlobWriter layer, Compression compression, BlobWriter.Reader reader)
      throws IOException {
    early.begin(layer.follow(), compression, tar -> compressEarly(tar, compression, reader));
  }

  private void compressEarly(BlobFollower tar, Compression compression, BlobWriter.Reader reader)
      throws IOException {
    Written written = write(tar, compression, Tap.NONE, reader);
    Digest diffId = tar.digest().orElseThrow();
    if (known(diffId, compression).isEmpty()) {
      keep(written, diffId, compression);
    }
  }

  /** Gives up what was begun early and has not come to its end. */
  @Override
  public void close() throws IOException {
    early.close();
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
    boolean begun = early.await(diffId, compression);
    Optional<Descriptor> known = known(diffId, compression);
    if (known.isPresent()) {
      if (begun) {
        progress.bytes(layer.size());
      }
      return known.get();
    }
    try (InputStream tar = Decompression.open(blobs.open(layer.digest()))) {
      Written written =
          write(tar, compression, new Check(layer, diffId, progress), BlobWriter.Reader.NONE);
      return keep(written, diffId, compression);
    }
  }

  /** Sees the bytes that are compressed, and their end before the result is. */
  private interface Tap {
    Tap NONE =
        new Tap() {
          @Override
          public void bytes(byte[] bytes, int length) {}

          @Override
          public void ended() {}
        };

    void bytes(byte[] bytes, int length);

    void ended() throws IOException;
  }

  /** Whether a layer is what its diffID says. */
  private record Check(Descriptor layer, Digest diffId, Progress progress, MessageDigest sha256)
      implements Tap {
    Check(Descriptor layer, Digest diffId, Progress progress) {
      this(layer, diffId, progress, Digest.sha256());
    }

    @Override
    public void bytes(byte[] bytes, int length) {
      sha256.update(bytes, 0, length);
      progress.bytes(length);
    }

    @Override
    public void ended() throws IOException {
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
  }

  /** A blob and what is listed of its members. */
  private record Written(BlobWriter.Committed blob, Optional<byte[]> members) {}

  /** Where bytes go. */
  @FunctionalInterface
  private interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private Written write(InputStream tar, Compression compression, Tap tap, BlobWriter.Reader reader)
      throws IOException {
    var listing = new KnownMembers.Listing();
    try (BlobWriter blob = blobs.newBlob()) {
      reader.begins(blob);
      if (compression.kind() == Compression.Kind.UNCOMPRESSED) {
        copy(tar, blob::write, tap);
      } else {
        KnownMembers known = members(file(compression));
        try (var out = new MemberOutput(blob, compression, known, listing, threads)) {
          copy(tar, out::write, tap);
          out.finish();
        }
      }
      tap.ended();
      BlobWriter.Committed made = blob.commit();
      return new Written(made, listing.of(made.digest()));
    }
  }

  /** Those that there were when the first layer was compressed: one look at the store for all. */
  private synchronized KnownMembers members(String file) throws IOException {
    KnownMembers known = members.get(file);
    if (known == null) {
      known = KnownMembers.of(store, file);
      members.put(file, known);
    }
    return known;
  }

  private static void copy(InputStream tar, Sink out, Tap tap) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      tap.bytes(buffer, n);
      out.write(buffer, 0, n);
    }
  }

  private Descriptor keep(Written written, Digest diffId, Compression compression)
      throws IOException {
    if (written.members.isPresent()) {
      store.layers().write(diffId, KnownMembers.listOf(file(compression)), written.members.get());
    }
    Descriptor descriptor =
        Descriptor.of(compression.mediaType(), written.blob.digest(), written.blob.size());
    remember(diffId, compression, descriptor);
    return descriptor;
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
