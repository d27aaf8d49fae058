package io.jbuild.cli;

import io.jbuild.cache.StoreException;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.export.ExportException;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.sandbox.SandboxException;
import io.jbuild.grammar.Diagnostic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;

/** What a user reads when a command fails, and the exit code that goes with it. */
final class Failures {
  static final int BUILD_FAILED = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;
  static final int BUG = 70;

  private Failures() {}

  /** A command line that picocli could not read. */
  static int usage(CommandLine.ParameterException failure, String[] args) {
    PrintWriter err = failure.getCommandLine().getErr();
    String message = failure.getMessage();
    print(
        err,
        message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1),
        "see `" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help`");
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.flush();
    return USAGE;
  }

  /** Prints one diagnostic for the failure to standard error. */
  static int report(Throwable failure) {
    var err = new PrintWriter(System.err, false, java.nio.charset.StandardCharsets.UTF_8);
    try {
      return report(failure, err);
    } finally {
      err.flush();
    }
  }

  private static int report(Throwable failure, PrintWriter err) {
    switch (failure) {
      case BuildFailure e -> {
        for (Diagnostic diagnostic : e.diagnostics()) {
          err.print(diagnostic.render());
        }
        return BUILD_FAILED;
      }
      case UsageException e -> {
        print(err, e.getMessage(), e.hint());
        return USAGE;
      }
      case SandboxException e -> {
        print(err, e.getMessage(), e.fix());
        return e.ofEnvironment() ? ENVIRONMENT : BUILD_FAILED;
      }
      case StoreException e -> {
        print(err, e.getMessage(), "");
        return ENVIRONMENT;
      }
      case RegistryException e -> {
        print(err, e.getMessage(), e.hint());
        return BUILD_FAILED;
      }
      case ContextException e -> {
        print(err, e.getMessage(), e.hint());
        return BUILD_FAILED;
      }
      case LayerException e -> {
        print(err, e.getMessage(), "");
        return BUILD_FAILED;
      }
      case ImageFormatException e -> {
        print(err, e.getMessage(), "");
        return BUILD_FAILED;
      }
      case ExportException e -> {
        print(err, e.getMessage(), "");
        return BUILD_FAILED;
      }
      case IOException e -> {
        print(
            err,
            describe(e),
            isFull(e) ? "free some space, or choose another store with `--root`" : "");
        return isFull(e) ? ENVIRONMENT : BUILD_FAILED;
      }
      default -> {
        err.println("jbuild: this is a bug in jbuild; please report it with what follows");
        failure.printStackTrace(err);
        return BUG;
      }
    }
  }

  private static void print(PrintWriter err, String message, String hint) {
    err.println("jbuild: error: " + message);
    if (!hint.isEmpty()) {
      err.println("  " + hint);
    }
  }

  private static boolean isFull(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("No space left on device")
        || String.valueOf(failure.getMessage()).contains("Disk quota exceeded");
  }

  private static String describe(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> "`" + e.getFile() + "` does not exist";
      case AccessDeniedException e ->
          "`" + e.getFile() + "` may not be read or written by this user";
      case NotDirectoryException e -> "`" + e.getFile() + "` is not a directory";
      case FileSystemException e ->
          "`"
              + e.getFile()
              + "`: "
              + (e.getReason() == null ? "input/output error" : e.getReason());
      default -> String.valueOf(failure.getMessage());
    };
  }
}
