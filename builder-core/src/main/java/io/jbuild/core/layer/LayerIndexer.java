package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Reads a layer blob once: index, content digest, diffID, and its tree when asked for. */
public final class LayerIndexer {
  private LayerIndexer() {}

  /** Reads a layer, compressed or not, to its end and closes it. */
  public static Layer index(InputStream blob) throws IOException {
    return unpack(blob, LayerReader.Form.LAYER, null);
  }

  /**
   * As {@link #index}, unpacking in the same pass.
   *
   * @throws LayerException when the layer's diffID is not the expected one, too; the unpacked
   *     directory is then to be thrown away, as after any other exception
   */
  public static Layer indexAndUnpack(InputStream blob, Digest expectedDiffId, Unpacker unpacker)
      throws IOException {
    Layer layer = unpack(blob, LayerReader.Form.LAYER, unpacker);
    if (!layer.diffId().equals(expectedDiffId)) {
      throw new LayerException(
          "the layer's content has digest `"
              + layer.diffId()
              + "`, its image says `"
              + expectedDiffId
              + "`");
    }
    return layer;
  }

  /**
   * Reads a layer to its end.
   *
   * @param unpacker where the files go, or null
   */
  static Layer unpack(InputStream blob, LayerReader.Form form, Unpacker unpacker)
      throws IOException {
    var model = new LayerModel();
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[1 << 17];
    try (blob;
        var reader = new LayerReader(blob, form)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        LayerModel.Placed placed = model.place(next.get());
        Entry entry = placed.entry();
        if (entry == null) {
          continue;
        }
        if (unpacker != null) {
          unpacker.prepare(placed);
        }
        if (entry.type() == EntryType.FILE) {
          try (OutputStream out =
              unpacker == null ? OutputStream.nullOutputStream() : unpacker.file(entry)) {
            copy(reader.content(), out, sha256, buffer);
          }
          model.setContent(entry.path(), Digest.finish(sha256));
        }
        if (unpacker != null) {
          unpacker.make(entry, model);
        }
      }
      var index = new IndexBuilder();
      for (Entry entry : model.sorted()) {
        index.add(entry, false);
      }
      if (unpacker != null) {
        unpacker.finish(model);
      }
      LayerIndex done = index.build();
      return new Layer(reader.diffId(), reader.size(), done.contentDigest(), done);
    }
  }

  private static void copy(InputStream in, OutputStream out, MessageDigest sha256, byte[] buffer)
      throws IOException {
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      sha256.update(buffer, 0, read);
      out.write(buffer, 0, read);
    }
  }
}
