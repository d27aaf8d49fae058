package io.jbuild.core.sandbox;

import java.io.IOException;
import java.util.Set;

/** The sandbox could not be set up, so that the command did not run. */
public final class SandboxException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Refusals that lie in the Dockerfile, the image or the options, not in the machine. */
  private static final Set<String> OF_THE_BUILD =
      Set.of(
          "working-directory",
          "mount-target",
          "mount-source",
          "hostname",
          "rlimit",
          "id-unmapped",
          "argument");

  private final String kind;
  private final String fix;

  /**
   * @param kind a stable word, such as {@code userns-seccomp} or {@code working-directory}
   * @param message what was refused and why, for a user
   * @param fix what to do about it, or empty
   */
  public SandboxException(String kind, String message, String fix) {
    super(message);
    this.kind = kind;
    this.fix = fix;
  }

  /** The stable word for this refusal. */
  public String kind() {
    return kind;
  }

  /** What to do about it; empty when nothing is known to help. */
  public String fix() {
    return fix;
  }

  /** Whether the machine is what says no (exit code 3), rather than what is built. */
  public boolean ofEnvironment() {
    return !OF_THE_BUILD.contains(kind);
  }
}
