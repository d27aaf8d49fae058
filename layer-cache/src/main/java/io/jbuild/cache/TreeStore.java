package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Unpacked layers by diffID for one id mapping: the lower directories of overlay mounts. A tree is
 * whole from the moment it can be seen. Thread-safe, and safe among processes.
 */
public final class TreeStore {
  private final Path directory;

  /** Beside a tree, for the time of its last use: the tree's own times are those of its files. */
  static final String USED = ".used";

  /** Beside a tree, how many bytes it takes, once somebody has asked. */
  static final String SIZE = ".size";

  private final TemporaryFiles temporary;
  private final Uses uses;

  TreeStore(Path directory, TemporaryFiles temporary, Uses uses) {
    this.directory = directory;
    this.temporary = temporary;
    this.uses = uses;
  }

  /** The tree, which stays for as long as this process has the store open. */
  public Optional<Path> find(Digest diffId) throws IOException {
    Path tree = path(diffId);
    return Files.isDirectory(tree) && claim(diffId) ? Optional.of(tree) : Optional.empty();
  }

  private boolean claim(Digest diffId) throws IOException {
    Path used = directory.resolve(diffId.hex() + USED);
    if (!uses.mark(used)) {
      try {
        Files.createFile(used);
      } catch (FileAlreadyExistsException e) {
        // another process has found it at the same time
      }
      uses.mark(used);
    }
    return Files.isDirectory(path(diffId));
  }

  /** Where the tree lies or would lie. */
  public Path path(Digest diffId) {
    return directory.resolve(diffId.hex());
  }

  /**
   * A fresh directory (mode 0755) on the same filesystem. Make {@code upper} and {@code work} in it
   * for an overlay, or unpack into a child. It is deleted with {@link #discard}, or by a later
   * process if this one dies. An overlay shows the mode and owner of its upper directory as those
   * of {@code /}: give it those that the root directory is to have.
   */
  public Path stage() throws IOException {
    Path staged = Files.createDirectory(temporary.next("tree"));
    Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rwxr-xr-x"));
    return staged;
  }

  /**
   * Makes a staged directory, or one inside it, the tree of this layer, atomically. When another
   * process was first, its tree stays and the staged one is deleted.
   *
   * @return where the tree lies
   */
  public Path adopt(Path staged, Digest diffId) throws IOException {
    Path tree = path(diffId);
    if (find(diffId).isPresent()) {
      discard(staged);
      return tree;
    }
    try {
      move(staged, tree);
      claim(diffId);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      discard(staged);
    } catch (FileSystemException e) {
      // rename(2) tells of the other's tree in more than one way.
      if (!Files.isDirectory(tree) || !Files.isDirectory(staged)) {
        throw e;
      }
      discard(staged);
    }
    return tree;
  }

  private void move(Path staged, Path tree) throws IOException {
    try {
      Files.move(staged, tree, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(directory);
      Files.move(staged, tree, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Deletes what {@link #stage} made, or what is left of it. */
  public void discard(Path staged) throws IOException {
    TreeRemover.walking().remove(staged);
  }

  /** Whether it was there. The tree is gone for {@link #find} before the deletion begins. */
  public boolean delete(Digest diffId, TreeRemover remover) throws IOException {
    Path doomed = temporary.next("tree");
    try {
      Files.move(path(diffId), doomed, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false;
    }
    Files.deleteIfExists(directory.resolve(diffId.hex() + USED));
    Files.deleteIfExists(directory.resolve(diffId.hex() + SIZE));
    remover.remove(doomed);
    return true;
  }

  /** All trees, in no order. */
  public List<Digest> list() throws IOException {
    return BlobStore.digests(directory);
  }
}
