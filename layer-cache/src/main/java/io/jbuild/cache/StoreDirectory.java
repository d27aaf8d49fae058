package io.jbuild.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The directory that holds everything jbuild keeps. While a process has it open, no collector takes
 * what that process has claimed or written.
 *
 * <pre>
 * version                  the format, a number
 * lock                     who has it open, and who collects
 * boot                     the start of the machine for which a {@link CrashCheck} was made
 * collecting               is there while somebody collects
 * images/                  an OCI image layout; blobs/sha256 is the {@link BlobStore}
 * layers/HEX/NAME          {@link DigestFiles}
 * trees/MAPPING/HEX        {@link TreeStore}
 * steps/                   {@link StepCache}
 * contexts/                {@link StatCache}, and a record of what was looked at
 * remote/HEX/              {@link DigestFiles} of addresses: what is known of a download, a mirror
 * cache-mounts/MAPPING/    {@link CacheFolders}
 * origins/HEX/NAME         {@link DigestFiles} of blobs: which repositories have them
 * logs/                    {@link StepLogs}
 * tmp/                     what is being written, one folder a process
 * </pre>
 *
 * Whatever is written appears by a rename, so a process that is killed leaves nothing but a folder
 * in {@code tmp/}, which a later one deletes.
 */
public final class StoreDirectory implements Closeable {
  static final String COLLECTING = "collecting";
  private static final int FORMAT = 1;
  private static final int OVERFLOW_ID = 65534;

  private final Path root;
  private final Lease lease;
  private final TemporaryFiles temporary;
  private final Uses uses;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreDirectory(Path root, Lease lease, TemporaryFiles temporary, Uses uses) {
    this.root = root;
    this.lease = lease;
    this.temporary = temporary;
    this.uses = uses;
  }

  /**
   * A store to look into: nothing in it is made, marked as used or kept from a collector, so that
   * what is found may be gone a moment later. Whatever would write to it throws an {@link
   * OnlyReadException}.
   *
   * @return nothing where there is no store
   * @throws StoreException when it is none that this program knows
   */
  public static Optional<StoreDirectory> reading(Path root) throws IOException {
    Path absolute = root.toAbsolutePath().normalize();
    return checkVersion(absolute)
        ? Optional.of(new StoreDirectory(absolute, null, TemporaryFiles.NONE, Uses.UNCOLLECTED))
        : Optional.empty();
  }

  /**
   * Opens a store, making it first where there is none, or an empty directory.
   *
   * @throws StoreException when it is not a store, written by a newer version, of another user, or
   *     cannot be written
   */
  public static StoreDirectory open(Path root) throws StoreException {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
        throw new StoreException(
            "`" + absolute + "` is not a directory; choose another store with `--root DIR`");
      }
      boolean fresh = !checkVersion(absolute);
      if (fresh) {
        create(absolute);
      }
      checkOwner(absolute);
      if (fresh || !Files.isDirectory(absolute.resolve("tmp"))) {
        // `tmp` is made last: where it stands, so do the others.
        for (String folder :
            new String[] {"images/blobs/sha256", "layers", "trees", "steps", "contexts", "tmp"}) {
          Files.createDirectories(absolute.resolve(folder));
        }
      }
      Lease lease = Lease.acquire(absolute.resolve("lock"));
      var store =
          new StoreDirectory(
              absolute,
              lease,
              new TemporaryFiles(absolute.resolve("tmp"), lease),
              new Uses(absolute.resolve(COLLECTING), lease));
      store.begin();
      return store;
    } catch (StoreException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new StoreException(
          "no permission for `"
              + e.getFile()
              + "` in the store `"
              + absolute
              + "`: it belongs to another user, or is read-only; choose another store with `--root"
              + " DIR`",
          e);
    } catch (IOException e) {
      throw new StoreException(
          "cannot use the store `"
              + absolute
              + "`: "
              + DiskFailure.message(e)
              + "; choose another with `--root DIR`",
          e);
    }
  }

  /** Something would be written to a store that is only read. */
  public static final class OnlyReadException extends IOException {
    private static final long serialVersionUID = 1L;

    OnlyReadException() {
      super("the store is only read");
    }
  }

  /** On a full disk there is no folder of this process, and nothing will be written either. */
  private void begin() throws IOException {
    try {
      temporary.begin();
      CrashCheck.run(root, temporary, lease);
    } catch (AccessDeniedException e) {
      lease.release();
      throw e;
    } catch (IOException e) {
      if (!DiskFailure.isFull(e)) {
        lease.release();
        throw e;
      }
    }
  }

  /** Whether there is a version that this program knows. */
  private static boolean checkVersion(Path root) throws IOException {
    String text;
    try {
      text = Files.readString(root.resolve("version"), StandardCharsets.ISO_8859_1).strip();
    } catch (NoSuchFileException e) {
      return false;
    }
    int version;
    try {
      version = Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new StoreException(
          "`"
              + root
              + "` is not a jbuild store: its file `version` holds no number; choose another store"
              + " with `--root DIR`",
          e);
    }
    if (version > FORMAT) {
      throw new StoreException(
          "the store `"
              + root
              + "` was written by a newer jbuild (format "
              + version
              + ", this one knows "
              + FORMAT
              + "); update jbuild, or choose another store with `--root DIR`");
    }
    return true;
  }

  private static void create(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      try (var files = Files.newDirectoryStream(root)) {
        for (Path file : files) {
          if (!file.getFileName().toString().startsWith(".version-")
              && !Files.exists(root.resolve("version"))) {
            throw new StoreException(
                "`"
                    + root
                    + "` is not empty and not a jbuild store (no file `version`); choose an empty"
                    + " or a new directory with `--root DIR`");
          }
        }
      }
    } else {
      Files.createDirectories(root.getParent());
      try {
        // Trees hold setuid files of other owners: nobody else on the machine is to reach them.
        Files.createDirectory(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(root)) {
          throw new StoreException(
              "`" + root + "` is not a directory; choose another store with `--root DIR`", e);
        }
      }
    }
    Path temporary = Files.createTempFile(root, ".version-", "");
    Files.writeString(temporary, FORMAT + "\n");
    Files.move(temporary, root.resolve("version"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void checkOwner(Path root) throws IOException {
    int owner = (Integer) Files.getAttribute(root, "unix:uid");
    int self;
    try {
      self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (NoSuchFileException e) {
      // No /proc: the permissions decide.
      return;
    }
    if (owner != self && self != OVERFLOW_ID) {
      throw new StoreException(
          "the store `"
              + root
              + "` belongs to another user ("
              + (owner == OVERFLOW_ID ? "outside of your id map" : "uid " + owner)
              + "); use it as that user, or choose another with `--root DIR`");
    }
  }

  public Path root() {
    return root;
  }

  /** The OCI image layout of the store. */
  public Path images() {
    return root.resolve("images");
  }

  public BlobStore blobs() {
    return new BlobStore(root.resolve("images/blobs/sha256"), temporary, uses);
  }

  /** The trees for one id mapping; the key is a file name. */
  public TreeStore trees(String mappingKey) {
    requireFileName(mappingKey);
    return new TreeStore(root.resolve("trees").resolve(mappingKey), temporary, uses);
  }

  /** The folders that commands keep from build to build, for one id mapping. */
  public CacheFolders cacheMounts(String mappingKey) {
    requireFileName(mappingKey);
    return new CacheFolders(root.resolve("cache-mounts").resolve(mappingKey), temporary, uses);
  }

  private static void requireFileName(String mappingKey) {
    if (mappingKey.isEmpty() || mappingKey.contains("/") || mappingKey.startsWith(".")) {
      throw new IllegalArgumentException("not a file name: `" + mappingKey + "`");
    }
  }

  public DigestFiles layers() {
    return new DigestFiles(root.resolve("layers"), temporary, uses);
  }

  /**
   * What is kept of things fetched from elsewhere, under the digest of their address. A folder in
   * it belongs to whoever made it.
   */
  public DigestFiles remote() {
    return new DigestFiles(root.resolve("remote"), temporary, uses);
  }

  /** What is known of where blobs came from, under their digests. */
  public DigestFiles origins() {
    return new DigestFiles(root.resolve("origins"), temporary, uses);
  }

  public StepCache steps() {
    return new StepCache(root.resolve("steps"), temporary, uses);
  }

  public StepLogs logs() {
    return new StepLogs(root.resolve("logs"));
  }

  /**
   * The digests known for the files of a context directory. Open it before any of its files is
   * looked at.
   */
  public StatCache statCache(Path contextDirectory) {
    return StatCache.open(contextFile(contextDirectory), temporary, Instant.now());
  }

  /** Where a record of a context directory is kept that the user of this store knows to read. */
  public Path contextRecord(Path contextDirectory) {
    Path file = contextFile(contextDirectory);
    return file.resolveSibling(file.getFileName() + "-unchanged");
  }

  private Path contextFile(Path contextDirectory) {
    byte[] name = contextDirectory.toString().getBytes(StandardCharsets.UTF_8);
    return root.resolve("contexts").resolve(Digest.of(name).hex().substring(0, 32));
  }

  /** A fresh directory (mode 0700) that goes when this process ends or dies. */
  public Path newTemporaryDirectory() throws IOException {
    return Files.createDirectory(
        temporary.next("dir"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** The path of a file that does not exist yet, on the filesystem of the store. */
  public Path newTemporaryFile() throws IOException {
    return temporary.next("file");
  }

  /**
   * Deletes what killed processes have left; harmless while others build. It happens by itself,
   * beside other work, when this process writes for the first time.
   */
  public void cleanLeftovers() throws IOException {
    temporary.cleanLeftovers();
  }

  /**
   * Who finds out what takes room here, and drops it.
   *
   * @param remover for what this process itself may not delete
   * @param needs of those who use this store
   * @param describe a step in a few words, for people
   */
  public Collector collector(
      TreeRemover remover, Collector.NeedsSource needs, Function<StepRecord, String> describe) {
    return new Collector(this, temporary, lease, remover, needs, describe);
  }

  /** Deletes the temporary files of this opening and gives the lease back. */
  @Override
  public void close() throws IOException {
    if (lease != null && closed.compareAndSet(false, true)) {
      try {
        temporary.close();
      } finally {
        lease.release();
      }
    }
  }
}
