package io.jbuild.core.sandbox;

import java.util.Optional;

/** What holds a command in its root. */
public enum Containment {
  /** Namespaces, capabilities and a system call filter. */
  NAMESPACES,
  /**
   * A chroot of root's in a container that refuses namespaces. It isolates nothing: the command can
   * read and change whatever root can there.
   */
  CHROOT;

  /** Environment variable that chooses; the launcher sets it for {@code --isolation=chroot}. */
  public static final String VARIABLE = "JBUILD_ISOLATION";

  /** What a user has to be told each time; empty for namespaces. */
  public Optional<String> warning() {
    return this == CHROOT
        ? Optional.of(
            "`--isolation=chroot` isolates nothing: a RUN can read and change whatever root can"
                + " here")
        : Optional.empty();
  }

  /** As this process was started. */
  public static Containment ofThisProcess() {
    return "chroot".equals(System.getenv(VARIABLE)) ? CHROOT : NAMESPACES;
  }
}
