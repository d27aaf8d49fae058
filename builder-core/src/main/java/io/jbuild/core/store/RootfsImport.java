package io.jbuild.core.store;

import io.jbuild.cache.BlobWriter;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.Decompression;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.LayerReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes an image of one layer out of the tar of a root filesystem, as {@code docker import}. */
public final class RootfsImport {
  private RootfsImport() {}

  /**
   * Stores the image, without a name. Its layer is the tar as it is, uncompressed.
   *
   * @param tar plain or compressed (gzip, zstd, bzip2, xz); not closed
   * @param comment for the history, for example {@code imported from rootfs.tar}
   * @throws io.jbuild.core.layer.LayerException when the tar is damaged, hostile or no tar
   * @throws ImageFormatException when it is no root filesystem
   */
  public static Descriptor store(
      InputStream tar,
      Platform platform,
      ContainerConfig config,
      Instant created,
      String comment,
      ImageStore images)
      throws IOException {
    try (BlobWriter out = images.blobs().newBlob()) {
      LayerReader reader =
          new LayerReader(new Copying(Decompression.open(tar), out), LayerReader.Form.LAYER);
      check(reader);
      var diffId = reader.diffId();
      long size = reader.size();
      out.commit(diffId);
      ImageConfig image =
          new ImageConfig(
              platform,
              Optional.of(created),
              "",
              config,
              List.of(diffId),
              List.of(new History(Optional.of(created), "", comment, "", false)));
      var assembled =
          ImageAssembly.assemble(
              image, List.of(Descriptor.of(MediaTypes.OCI_LAYER_TAR, diffId, size)));
      images.blobs().put(assembled.configBytes());
      images.blobs().put(assembled.manifestBytes());
      images.add(assembled.descriptor());
      return assembled.descriptor();
    }
  }

  private static void check(LayerReader reader) throws IOException {
    boolean any = false;
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      any = true;
      if (entry.type() == EntryType.WHITEOUT || entry.type() == EntryType.OPAQUE) {
        throw new ImageFormatException(
            "the tar is a layer, not a whole root filesystem: it deletes `/" + entry.path() + "`");
      }
      if (entry.path().equals("oci-layout") || entry.path().equals("manifest.json")) {
        throw new ImageFormatException(
            "the tar is an image archive, not a root filesystem: use `jbuild load`");
      }
    }
    if (!any) {
      throw new ImageFormatException("the tar of the root filesystem is empty");
    }
  }

  /** Hands on what is read, and writes it. */
  private static final class Copying extends FilterInputStream {
    private final OutputStream out;

    Copying(InputStream in, OutputStream out) {
      super(in);
      this.out = out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      if (n > 0) {
        out.write(bytes, offset, n);
      }
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      return readNBytes((int) Math.min(n, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() {
      // the tar is the caller's
    }
  }
}
