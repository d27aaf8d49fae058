package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes a layer tar (OCI image spec, layer.md), deterministic in every byte, and hashes and
 * indexes it in the same pass. Names of owners are left out, times are whole seconds as in docker's
 * layers, whiteouts have no time.
 *
 * <p>Sparse files become plain ones. Not thread-safe.
 */
public final class LayerWriter {
  private static final int BUFFER = 1 << 18;
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private static final Set<EntryType> LINKABLE =
      EnumSet.of(
          EntryType.FILE,
          EntryType.SYMLINK,
          EntryType.FIFO,
          EntryType.CHARACTER_DEVICE,
          EntryType.BLOCK_DEVICE);

  private final OutputStream sink;
  private final Observer observer;
  private final MessageDigest tar = Digest.sha256();
  private final MessageDigest content = Digest.sha256();
  private final IndexBuilder index = new IndexBuilder();
  private final Set<String> linkable = new HashSet<>();
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private long written;

  /**
   * The sink gets big pieces; it is neither flushed to disk nor closed here. Since this hashes what
   * it writes, a {@link io.jbuild.cache.BlobStore#newHashedBlob} is enough.
   */
  public LayerWriter(OutputStream sink) {
    this(sink, Observer.NONE);
  }

  /** A writer that shows what it writes. */
  public LayerWriter(OutputStream sink, Observer observer) {
    this.sink = sink;
    this.observer = observer;
  }

  /** Sees each entry as it is written, the bytes of a file after its entry. */
  public interface Observer {
    /** Looks away. */
    Observer NONE =
        new Observer() {
          @Override
          public void entry(Entry entry) {}

          @Override
          public void content(byte[] bytes, int from, int length) {}
        };

    /** An entry begins; so the one before has ended. */
    void entry(Entry entry) throws IOException;

    /** The next bytes of the file that the last entry is. */
    void content(byte[] bytes, int from, int length);
  }

  /**
   * Adds an entry. Entries come in the order of {@link PathBytes#ORDER}, the opaque mark of a
   * directory directly after the directory, a hardlink after its target.
   *
   * @throws LayerException when the source has not the size, or not the content digest, that the
   *     entry says, or when the entry cannot be represented in a layer
   * @throws IllegalArgumentException when entries come out of order
   */
  public void add(Entry given, ContentSource source) throws IOException {
    Entry entry = normal(given);
    check(entry);
    observer.entry(entry);
    switch (entry.type()) {
      case FILE -> addFile(entry, source);
      case DIRECTORY -> header(entry, entry.path().isEmpty() ? "./" : entry.path() + "/", '5');
      case SYMLINK -> header(entry, entry.path(), '2');
      case HARDLINK -> header(entry, entry.path(), '1');
      case CHARACTER_DEVICE -> header(entry, entry.path(), '3');
      case BLOCK_DEVICE -> header(entry, entry.path(), '4');
      case FIFO -> header(entry, entry.path(), '6');
      case WHITEOUT -> header(entry, in(entry.parent(), WHITEOUT + entry.name()), '0');
      case OPAQUE -> header(entry, in(entry.path(), OPAQUE), '0');
    }
    if (entry.type() != EntryType.FILE) {
      index.add(entry, false);
    }
    if (LINKABLE.contains(entry.type())) {
      linkable.add(entry.path());
    }
  }

  /** As {@link #add(Entry, ContentSource)}, for entries without bytes. */
  public void add(Entry entry) throws IOException {
    add(entry, ContentSource.NONE);
  }

  /**
   * Adds a directory that is only there because something below it is: not in the content digest.
   */
  public void addParent(Entry directory) throws IOException {
    if (!directory.isDirectory()) {
      throw new IllegalArgumentException("not a directory: `" + directory.path() + "`");
    }
    header(directory, directory.path().isEmpty() ? "./" : directory.path() + "/", '5');
    index.add(normal(directory), true);
  }

  /** What the tar can say, so that reading it gives the same entry. */
  private static Entry normal(Entry given) {
    Entry entry = given;
    if (entry.mtime().getNano() != 0) {
      entry = entry.withMtime(Instant.ofEpochSecond(entry.mtime().getEpochSecond()));
    }
    if (entry.type() == EntryType.HARDLINK && !entry.xattrs().isEmpty()) {
      entry = entry.withXattrs(Collections.emptySortedMap());
    }
    return entry.type() == EntryType.SYMLINK ? entry.withMode(0777) : entry;
  }

  /** Ends the tar. */
  public Layer finish() throws IOException {
    put(new byte[2 * TarHeader.BLOCK]);
    flush();
    LayerIndex done = index.build();
    return new Layer(Digest.finish(tar), written, done.contentDigest(), done);
  }

  private void addFile(Entry entry, ContentSource source) throws IOException {
    header(entry, entry.path(), '0');
    Digest digest = source instanceof FileBytes read ? put(entry, read) : copy(entry, source);
    if (!entry.content().orElse(digest).equals(digest)) {
      throw changed(entry);
    }
    put(new byte[(int) (-entry.size() & (TarHeader.BLOCK - 1))]);
    index.add(entry.withContent(digest), false);
  }

  private Digest put(Entry entry, FileBytes read) throws IOException {
    byte[] bytes = read.bytes();
    if (bytes.length != entry.size()) {
      throw changed(entry);
    }
    observer.content(bytes, 0, bytes.length);
    put(bytes);
    return read.digest();
  }

  private Digest copy(Entry entry, ContentSource source) throws IOException {
    long left = entry.size();
    content.reset();
    try (InputStream in = source.open()) {
      while (left > 0) {
        if (used == BUFFER) {
          flush();
        }
        int read = in.read(buffer, used, (int) Math.min(BUFFER - used, left));
        if (read < 0) {
          throw changed(entry);
        }
        content.update(buffer, used, read);
        observer.content(buffer, used, read);
        used += read;
        left -= read;
      }
      if (in.read() >= 0) {
        throw changed(entry);
      }
    }
    return Digest.finish(content);
  }

  private static LayerException changed(Entry entry) {
    return new LayerException(
        "`"
            + Names.shown(entry.path())
            + "` changed while it was read ("
            + entry.size()
            + " bytes expected); build again when nothing writes to it");
  }

  private void check(Entry entry) throws LayerException {
    if (entry.name().startsWith(WHITEOUT)) {
      throw new LayerException(
          "`"
              + Names.shown(entry.path())
              + "` cannot be in a layer: names that begin with `.wh.` stand for deleted files;"
              + " rename it");
    }
    if (entry.type() == EntryType.HARDLINK && !linkable.contains(entry.linkTarget())) {
      throw new IllegalArgumentException(
          "hardlink `" + entry.path() + "` before its target `" + entry.linkTarget() + "`");
    }
    if (entry.path().isEmpty() && !entry.isDirectory() && entry.type() != EntryType.OPAQUE) {
      throw new IllegalArgumentException("the root can only be a directory");
    }
  }

  private void header(Entry entry, String name, char type) throws IOException {
    byte[] link = PathBytes.encode(entry.linkTarget());
    put(TarHeader.of(PathBytes.encode(name), entry, type, link));
  }

  private static String in(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  private void put(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; ) {
      if (used == BUFFER) {
        flush();
      }
      int part = Math.min(BUFFER - used, bytes.length - from);
      System.arraycopy(bytes, from, buffer, used, part);
      used += part;
      from += part;
    }
  }

  private void flush() throws IOException {
    tar.update(buffer, 0, used);
    sink.write(buffer, 0, used);
    written += used;
    used = 0;
  }
}
