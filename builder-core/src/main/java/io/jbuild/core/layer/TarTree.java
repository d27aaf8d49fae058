package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user's tar archive (ADD, import), compressed or not, as a tree: what unpacking it would give,
 * without unpacking it. Thread-safe after {@link #read}.
 */
public final class TarTree implements FileTree, Closeable {
  private final FileChannel tar;
  private final LayerIndex index;
  private final RootfsView view;
  private final Map<Digest, Location> locations;

  private record Location(long position, long size, Optional<SparseMap> sparse) {}

  private TarTree(FileChannel tar, LayerIndex index, Map<Digest, Location> locations) {
    this.tar = tar;
    this.index = index;
    this.view = new RootfsView(List.of(index), layer -> Path.of("/"));
    this.locations = locations;
  }

  /**
   * Whether ADD would unpack the file: a tar with at least one entry, compressed or not. A damaged
   * archive whose first header can be read is one, too.
   */
  public static boolean isArchive(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var reader = new TarReader(new TarInput(Decompression.open(in)));
      return reader.next() != null;
    } catch (LayerException e) {
      return false;
    }
  }

  /**
   * Reads an archive from end to end.
   *
   * @param spool a path where no file lies yet: the archive is written there uncompressed if it is
   *     compressed; the caller deletes it after {@link #close}
   * @throws LayerException when the archive is damaged, or hostile
   */
  public static TarTree read(Path archive, Path spool) throws IOException {
    Path plain = archive;
    try (InputStream in = Files.newInputStream(archive);
        InputStream uncompressed = Decompression.open(in)) {
      if (Decompression.isCompressed(uncompressed)) {
        plain = spool;
        try (OutputStream out = Files.newOutputStream(spool, StandardOpenOption.CREATE_NEW)) {
          copy(new TarInput(uncompressed), out);
        }
      }
    }
    var locations = new HashMap<Digest, Location>();
    Layer layer =
        LayerIndexer.read(
            new BufferedInputStream(Files.newInputStream(plain), 1 << 16),
            LayerReader.Form.ARCHIVE,
            new LayerModel(),
            null,
            (file, position, sparse) ->
                locations.put(
                    file.content().orElseThrow(), new Location(position, file.size(), sparse)));
    return new TarTree(
        FileChannel.open(plain, StandardOpenOption.READ), layer.index(), Map.copyOf(locations));
  }

  private static void copy(TarInput in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 17];
    for (int read = in.read(buffer, 0, buffer.length);
        read >= 0;
        read = in.read(buffer, 0, buffer.length)) {
      out.write(buffer, 0, read);
    }
  }

  /** All that the archive lists, in order. */
  public LayerIndex index() {
    return index;
  }

  @Override
  public Optional<Entry> find(String path) {
    return view.find(path);
  }

  @Override
  public List<Entry> list(String directory) {
    return view.list(directory);
  }

  @Override
  public Digest content(Entry file) throws IOException {
    return view.content(file);
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    Location location = locations.get(content(file));
    var stored = new Slice(location.position());
    return location
        .sparse()
        .<InputStream>map(map -> new SparseStream(stored, map))
        .orElseGet(() -> new SparseStream(stored, SparseMap.whole(location.size())));
  }

  /** The archive's bytes from a position on. */
  private final class Slice implements SparseStream.Stored {
    private long position;

    private Slice(long position) {
      this.position = position;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = tar.read(ByteBuffer.wrap(bytes, offset, length), position);
      position += Math.max(read, 0);
      return read;
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
