package io.jbuild.cli;

import io.jbuild.core.sandbox.Containment;
import picocli.CommandLine.Option;

/** {@code --isolation}: what holds a command; chosen by the launcher before this program starts. */
final class IsolationOption {
  @Option(
      names = "--isolation",
      paramLabel = "default|namespaces|chroot",
      description =
          "What holds a RUN: namespaces, or in a container that refuses them a chroot, which"
              + " isolates nothing.")
  String isolation = "default";

  /** Holds the option against how this process was started. */
  void check() {
    boolean chroot = Containment.ofThisProcess() == Containment.CHROOT;
    switch (isolation) {
      case "default" -> {
        // As the environment says.
      }
      case "namespaces" -> {
        if (chroot) {
          throw new UsageException(
              "`--isolation=namespaces`, but `" + Containment.VARIABLE + "` is `chroot`",
              "unset it");
        }
      }
      case "chroot" -> {
        if (!chroot) {
          throw new UsageException(
              "`--isolation=chroot` was not seen by the launcher",
              "start jbuild by its launcher, or set `" + Containment.VARIABLE + "=chroot`");
        }
      }
      default ->
          throw new UsageException(
              "`--isolation=" + isolation + "` is not supported",
              "allowed: `default`, `namespaces`, `chroot`");
    }
  }
}
