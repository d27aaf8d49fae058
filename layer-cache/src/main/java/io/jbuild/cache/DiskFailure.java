package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failures of the file system in words for a user: what happened, to which file, what to do. */
public final class DiskFailure {
  private DiskFailure() {}

  /** What happened: one line, lower case. */
  public static String message(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> "`" + e.getFile() + "` does not exist";
      case AccessDeniedException e ->
          "`" + e.getFile() + "` may not be read or written by this user";
      case NotDirectoryException e -> "`" + e.getFile() + "` is not a directory";
      case FileAlreadyExistsException e -> "`" + e.getFile() + "` exists already";
      case DirectoryNotEmptyException e -> "`" + e.getFile() + "` is not empty";
      case FileSystemException e when e.getFile() != null ->
          "`" + e.getFile() + "`: " + lower(e.getReason());
      default -> lower(failure.getMessage());
    };
  }

  /** What to do about it; empty when nothing is known to help. */
  public static String hint(IOException failure) {
    if (isFull(failure)) {
      return "free some space, or choose another store with `--root DIR`";
    }
    if (says(failure, "Read-only file system")) {
      return "choose a folder that can be written; `--root DIR` chooses the store";
    }
    return says(failure, "Too many open files") ? "raise the limit: `ulimit -n 4096`" : "";
  }

  /** Whether the machine is what says no, not what was asked of it. */
  public static boolean ofEnvironment(IOException failure) {
    return isFull(failure)
        || says(failure, "Read-only file system")
        || says(failure, "Too many open files")
        || says(failure, "Input/output error");
  }

  static boolean isFull(IOException failure) {
    return says(failure, "No space left on device") || says(failure, "Disk quota exceeded");
  }

  private static boolean says(IOException failure, String reason) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (String.valueOf(each.getMessage()).contains(reason)) {
        return true;
      }
    }
    return false;
  }

  private static String lower(String text) {
    if (text == null || text.isEmpty()) {
      return "input/output error";
    }
    boolean capital = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return capital ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
