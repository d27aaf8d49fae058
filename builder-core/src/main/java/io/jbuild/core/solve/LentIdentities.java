package io.jbuild.core.solve;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Setuid and setgid bits in a tree whose owners could only be pretended: they would lend root's
 * identity in place of the one that was meant, so they are dropped.
 */
final class LentIdentities {
  private static final int SETUID_AND_SETGID = 06000;

  private LentIdentities() {}

  static void drop(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
              if ((mode & SETUID_AND_SETGID) != 0) {
                Files.setAttribute(file, "unix:mode", mode & 07777 & ~SETUID_AND_SETGID);
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
