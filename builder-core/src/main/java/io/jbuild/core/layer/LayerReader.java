package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a layer blob or any tar, plain or compressed (gzip, zstd, bzip2, xz, told by its bytes), as
 * a stream of entries. Paths come out cleaned: absolute ones relative to the root, one that leads
 * out of the root is refused, and so is a hardlink to such a place. It does not look at how entries
 * of one archive stand to each other; {@link LayerIndexer} and {@link Unpacker} do.
 */
public final class LayerReader implements Closeable {
  /** What the tar is. */
  public enum Form {
    /** A layer: {@code .wh.} names are whiteouts, symlinks may have any target. */
    LAYER,
    /**
     * A user's archive, as for ADD: {@code .wh.} names are files like others; a relative symlink
     * that leads out of the root is refused, as docker does.
     */
    ARCHIVE
  }

  private static final String OPAQUE = ".wh..wh..opq";
  private static final String META = ".wh..wh.";
  private static final String WHITEOUT = ".wh.";
  private static final long GREATEST_ID = 0xFFFFFFFEL;
  private static final long FAR_TIME = 1L << 40;

  private final TarInput input;
  private final TarReader tar;
  private final Growth growth;
  private final Form form;
  private InputStream content = InputStream.nullInputStream();
  private boolean ended;
  private Digest diffId;

  /** The stream is closed with the reader. */
  public LayerReader(InputStream blob, Form form) throws IOException {
    this(blob, form, UnpackBounds.ofThisProcess());
  }

  LayerReader(InputStream blob, Form form, UnpackBounds bounds) throws IOException {
    this.growth = new Growth(bounds);
    this.input = new TarInput(Decompression.open(blob, bounds), growth);
    this.tar = new TarReader(input);
    this.form = form;
  }

  /**
   * The next entry in the order of the tar; nothing at the end.
   *
   * @throws LayerException when the archive is damaged, hostile or holds something no layer can
   */
  public Optional<Entry> next() throws IOException {
    while (!ended) {
      RawEntry raw = tar.next();
      if (raw == null) {
        ended = true;
        content = InputStream.nullInputStream();
        break;
      }
      growth.entry(raw);
      Optional<Entry> entry = entry(raw);
      if (entry.isPresent()) {
        boolean file = entry.get().type() == EntryType.FILE;
        content = file ? bytes(raw) : InputStream.nullInputStream();
        return entry;
      }
    }
    return Optional.empty();
  }

  private InputStream bytes(RawEntry raw) throws LayerException {
    if (raw.sparse != null) {
      growth.out(raw.size() - raw.stored);
    }
    return new SparseStream(
        tar::read, raw.sparse == null ? SparseMap.whole(raw.stored) : raw.sparse);
  }

  /** The bytes of the entry that {@link #next} returned last; ends with the entry. */
  public InputStream content() {
    return content;
  }

  /** After the last entry: the digest of the whole uncompressed stream. */
  public Digest diffId() throws IOException {
    if (!ended) {
      throw new IllegalStateException("not at the end");
    }
    if (diffId == null) {
      input.drain();
      diffId = input.digest();
    }
    return diffId;
  }

  /** After the last entry: the length of the whole uncompressed stream. */
  public long size() throws IOException {
    diffId();
    return input.position();
  }

  private Optional<Entry> entry(RawEntry raw) throws LayerException {
    String given = PathBytes.decode(raw.name);
    String path = TarPaths.clean(given);
    EntryType type = type(raw, given);
    String name = path.substring(path.lastIndexOf('/') + 1);
    String parent = path.length() == name.length() ? "" : path.substring(0, path.lastIndexOf('/'));
    if (form == Form.LAYER && name.startsWith(WHITEOUT)) {
      return mark(given, parent, name);
    }
    if (path.isEmpty() && type != EntryType.DIRECTORY) {
      throw new LayerException("`" + Names.shown(given) + "` names the root, but is no directory");
    }
    String link =
        switch (type) {
          case HARDLINK -> TarPaths.hardlink(given, PathBytes.decode(raw.link));
          case SYMLINK -> symlink(given, parent, PathBytes.decode(raw.link));
          default -> "";
        };
    if (raw.uid < 0 || raw.uid > GREATEST_ID || raw.gid < 0 || raw.gid > GREATEST_ID) {
      throw new LayerException(
          "`" + Names.shown(given) + "` belongs to " + raw.uid + ":" + raw.gid + ", no valid ids");
    }
    raw.xattrs.keySet().removeIf(Xattrs::isOverlays);
    long seconds = Math.clamp(raw.mtimeSeconds, -FAR_TIME, FAR_TIME);
    boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
    return Optional.of(
        new Entry(
            path,
            type,
            type == EntryType.SYMLINK ? 0777 : raw.mode,
            (int) raw.uid,
            (int) raw.gid,
            type == EntryType.FILE ? raw.size() : 0,
            Instant.ofEpochSecond(seconds, raw.mtimeNanos),
            link,
            device ? Math.clamp(raw.deviceMajor, 0, 0xFFF) : 0,
            device ? Math.clamp(raw.deviceMinor, 0, 0xFFFFF) : 0,
            raw.xattrs,
            Optional.empty()));
  }

  private static Optional<Entry> mark(String given, String parent, String name)
      throws LayerException {
    if (name.equals(OPAQUE)) {
      return Optional.of(Entry.opaque(parent));
    }
    if (name.startsWith(META)) {
      // Records of AUFS, which nothing reads any more.
      return Optional.empty();
    }
    String hidden = name.substring(WHITEOUT.length());
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw new LayerException("`" + Names.shown(given) + "` is a whiteout of nothing");
    }
    return Optional.of(Entry.whiteout(parent.isEmpty() ? hidden : parent + "/" + hidden));
  }

  private String symlink(String given, String parent, String target) throws LayerException {
    if (target.isEmpty()) {
      throw new LayerException("symlink `" + Names.shown(given) + "` has no target");
    }
    TarPaths.checkLength(given, target);
    if (form == Form.ARCHIVE) {
      TarPaths.checkSymlink(given, parent, target);
    }
    return target;
  }

  private static EntryType type(RawEntry raw, String name) throws LayerException {
    return switch (raw.type) {
      case 0 -> name.endsWith("/") ? EntryType.DIRECTORY : EntryType.FILE;
      case '0', '7', 'S' -> EntryType.FILE;
      case '1' -> EntryType.HARDLINK;
      case '2' -> EntryType.SYMLINK;
      case '3' -> EntryType.CHARACTER_DEVICE;
      case '4' -> EntryType.BLOCK_DEVICE;
      case '5', 'D' -> EntryType.DIRECTORY;
      case '6' -> EntryType.FIFO;
      case 'M' ->
          throw new LayerException(
              "`"
                  + Names.shown(name)
                  + "` is part of an archive of several volumes: not supported");
      default ->
          throw new LayerException(
              "`"
                  + Names.shown(name)
                  + "` has the unknown type `"
                  + Names.shown(String.valueOf(raw.type))
                  + "`");
    };
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
