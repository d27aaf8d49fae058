package io.jbuild.cli;

import io.jbuild.cache.DiskFailure;
import io.jbuild.cache.StoreException;
import io.jbuild.cli.template.TemplateException;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.export.ExportException;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.remote.RemoteException;
import io.jbuild.core.sandbox.SandboxException;
import io.jbuild.core.secret.SecretException;
import io.jbuild.core.shared.CacheFailure;
import io.jbuild.grammar.Diagnostic;
import java.io.IOException;
import java.io.PrintWriter;

/** What a user reads when a command fails, and the exit code that goes with it. */
final class Failures {
  static final int BUILD_FAILED = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;
  static final int BUG = 70;
  private static final int INTERRUPTED = 130;

  private Failures() {}

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
    if (Interruption.requested()) {
      err.println("jbuild: interrupted");
      return INTERRUPTED;
    }
    switch (failure) {
      case BuildFailure e -> {
        for (Diagnostic diagnostic : e.diagnostics()) {
          err.print(diagnostic.render());
        }
        return e.ofEnvironment() ? ENVIRONMENT : BUILD_FAILED;
      }
      case UsageException e -> {
        print(err, e.getMessage(), e.hint());
        return USAGE;
      }
      case TemplateException e -> {
        print(err, e.getMessage(), "");
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
      case SecretException e -> {
        print(err, e.getMessage(), e.hint());
        return BUILD_FAILED;
      }
      case RegistryException e -> {
        print(err, e.getMessage(), e.hint());
        return BUILD_FAILED;
      }
      case RemoteException e -> {
        print(err, e.getMessage(), e.hint());
        return BUILD_FAILED;
      }
      case ContextException e -> {
        String place = e.line() > 0 ? e.path().orElse("") + ":" + e.line() : "jbuild";
        print(err, place, e.getMessage(), e.hint());
        return BUILD_FAILED;
      }
      case CacheFailure e -> {
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
        boolean machine = DiskFailure.ofEnvironment(e);
        print(err, e.getMessage(), machine ? "make room there, or choose another `dest`" : "");
        return DiskFailure.ofEnvironment(e) ? ENVIRONMENT : BUILD_FAILED;
      }
      case IOException e -> {
        print(err, DiskFailure.message(e), DiskFailure.hint(e));
        return DiskFailure.ofEnvironment(e) ? ENVIRONMENT : BUILD_FAILED;
      }
      case OutOfMemoryError e -> {
        long most = Runtime.getRuntime().maxMemory() >> 20;
        print(
            err,
            "this needs more memory than the " + most + " MiB that jbuild takes at most",
            "that is a quarter of the machine's; JAVA_TOOL_OPTIONS=-Xmx"
                + most * 2
                + "m allows more");
        return ENVIRONMENT;
      }
      default -> {
        err.println("jbuild: this is a bug in jbuild; please report it with what follows");
        failure.printStackTrace(err);
        return BUG;
      }
    }
  }

  static void print(PrintWriter err, String message, String hint) {
    print(err, "jbuild", message, hint);
  }

  private static void print(PrintWriter err, String place, String message, String hint) {
    err.println(place + ": error: " + message);
    if (!hint.isEmpty()) {
      err.println("  " + hint);
    }
  }
}
