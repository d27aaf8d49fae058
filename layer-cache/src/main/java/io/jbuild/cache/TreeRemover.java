package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Deletes a directory with all it holds. Files of subordinate uids can only be deleted inside the
 * user namespace; a process outside passes its own means.
 */
@FunctionalInterface
public interface TreeRemover {
  /** Deletes the directory; nothing happens when it does not exist. */
  void remove(Path tree) throws IOException;

  /** Deletes by walking, as this process; a directory without permissions is given them first. */
  static TreeRemover walking() {
    return TreeRemover::removed;
  }

  private static void removed(Path tree) throws IOException {
    try {
      // Most are empty.
      Files.deleteIfExists(tree);
    } catch (IOException e) {
      walk(tree);
    }
  }

  private static void walk(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!Files.isExecutable(directory) || !Files.isWritable(directory)) {
              Files.setPosixFilePermissions(
                  directory, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(file)) {
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
              walk(file);
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
