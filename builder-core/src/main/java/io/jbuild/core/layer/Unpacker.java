package io.jbuild.core.layer;

import io.jbuild.cache.TreeRemover;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Unpacks a layer into an empty directory, in the form that an overlay takes as a lower directory
 * (whiteouts as character devices 0:0, opaque directories by {@code user.overlay.opaque}). Device
 * nodes are left out: a user namespace cannot make them. This process is expected to be uid 0 of
 * the namespace. For one layer; not thread-safe.
 *
 * <p>Every path that is written comes out of a {@link LayerModel}, in which the parents are
 * directories that this unpacker made itself: nothing is ever written through a symlink.
 */
public final class Unpacker {
  private final Path directory;
  private final FileMetadata metadata;
  private final SpecialFiles specialFiles;
  private final DiskRoom room;
  private String knownDirectory = "";

  /** Unpacks into {@code directory}, which exists and is empty. */
  public Unpacker(Path directory, Ownership ownership, SpecialFiles specialFiles) {
    this.directory = directory;
    this.metadata = new FileMetadata(ownership);
    this.specialFiles = specialFiles;
    this.room = new DiskRoom(directory);
  }

  /**
   * Unpacks a whole blob, compressed or not, and closes it.
   *
   * @throws LayerException for a damaged or hostile blob, or an owner that this process cannot give
   *     a file to; the directory is then to be thrown away
   */
  public void unpack(InputStream blob) throws IOException {
    LayerIndexer.unpack(blob, LayerReader.Form.LAYER, this);
  }

  /** As {@link #unpack}, for a user's archive instead of a layer. */
  public void unpackArchive(InputStream blob) throws IOException {
    LayerIndexer.unpack(blob, LayerReader.Form.ARCHIVE, this);
  }

  /** Makes room for an entry: its parents are there, what it replaces is not. */
  void prepare(LayerModel.Placed placed) throws IOException {
    Entry entry = placed.entry();
    room.entry();
    room.bytes(entry.size());
    if (placed.replaces()) {
      knownDirectory = "";
      TreeRemover.walking().remove(at(entry.path()));
    }
    String parent = entry.type() == EntryType.OPAQUE ? entry.path() : entry.parent();
    if (!parent.equals(knownDirectory)) {
      Path path = at(parent);
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(path);
      }
      knownDirectory = parent;
    }
  }

  OutputStream file(Entry entry) throws IOException {
    return Files.newOutputStream(
        at(entry.path()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Makes what the library can make; {@link #finish} does the rest. */
  void make(Entry entry, LayerModel model) throws IOException {
    Path path = at(entry.path());
    switch (entry.type()) {
      case FILE -> metadata.set(path, entry);
      case DIRECTORY -> {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(path);
        }
      }
      case SYMLINK -> {
        if (isOrdinary(entry)) {
          Files.createSymbolicLink(path, DiskNames.relative(entry.linkTarget()));
          metadata.set(path, entry);
        }
      }
      case HARDLINK -> {
        if (isOrdinary(model.get(entry.linkTarget()))) {
          Files.createLink(path, at(entry.linkTarget()));
        }
      }
      default -> {
        // Whiteouts and fifos are made in one batch at the end, device nodes never.
      }
    }
  }

  void finish(LayerModel model) throws IOException {
    var operations = new ArrayList<SpecialFiles.Operation>();
    var made = new ArrayList<Entry>();
    List<Entry> entries = model.sorted();
    for (Entry entry : entries) {
      if (entry.type() == EntryType.WHITEOUT) {
        operations.add(new SpecialFiles.Operation.Whiteout(entry.path()));
        continue;
      }
      Entry file = entry.type() == EntryType.HARDLINK ? model.get(entry.linkTarget()) : entry;
      if (!isOrdinary(file)) {
        operations.add(special(file, entry.path()));
        // The library sets times by opening the file, which for a fifo would wait for a writer.
        operations.add(
            new SpecialFiles.Operation.Times(entry.path(), file.mtime().getEpochSecond()));
        made.add(file.withPath(entry.path()));
      }
      if (entry.type() == EntryType.FILE || entry.type() == EntryType.DIRECTORY) {
        addXattrs(entry, operations);
      }
    }
    if (!operations.isEmpty()) {
      specialFiles.apply(directory, operations);
    }
    for (Entry entry : made) {
      metadata.setOwnerAndMode(at(entry.path()), entry);
    }
    for (String path : model.opaque()) {
      setUserXattr(at(path), "user.overlay.opaque", new byte[] {'y'});
    }
    finishDirectories(entries, model);
  }

  /** Their times would change with every file made in them, and their modes could forbid it. */
  private void finishDirectories(List<Entry> entries, LayerModel model) throws IOException {
    for (String path : model.implied()) {
      Files.setAttribute(at(path), "unix:mode", 0755);
    }
    for (Entry entry : entries.reversed()) {
      if (entry.isDirectory()) {
        metadata.set(at(entry.path()), entry);
      }
    }
  }

  private static SpecialFiles.Operation special(Entry file, String path) {
    return file.type() == EntryType.FIFO
        ? new SpecialFiles.Operation.Fifo(path)
        : new SpecialFiles.Operation.Symlink(path, file.linkTarget());
  }

  private void addXattrs(Entry entry, List<SpecialFiles.Operation> operations) throws IOException {
    for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
      String name = xattr.getKey();
      if (name.startsWith("user.")) {
        setUserXattr(at(entry.path()), name, xattr.getValue());
      } else if (Xattrs.isSettable(name)) {
        operations.add(new SpecialFiles.Operation.Xattr(entry.path(), name, xattr.getValue()));
      }
    }
  }

  private static void setUserXattr(Path file, String name, byte[] value) throws IOException {
    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .write(name.substring("user.".length()), ByteBuffer.wrap(value));
  }

  /** Whether the library makes it as it is; device nodes count, since nothing is made. */
  private static boolean isOrdinary(Entry entry) {
    return switch (entry.type()) {
      case FIFO -> false;
      case SYMLINK ->
          DiskNames.text(DiskNames.relative(entry.linkTarget())).equals(entry.linkTarget());
      default -> true;
    };
  }

  private Path at(String path) {
    return DiskNames.resolve(directory, path);
  }
}
