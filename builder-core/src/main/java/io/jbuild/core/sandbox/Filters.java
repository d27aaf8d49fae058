package io.jbuild.core.sandbox;

import java.util.EnumMap;
import java.util.Map;

/** The system call filters of runs, each assembled once a process: that takes milliseconds. */
final class Filters {
  private enum Kind {
    DOCKER,
    DOCKER_PRETENDING,
    PRETENDING
  }

  private static final Map<Kind, byte[]> ASSEMBLED = new EnumMap<>(Kind.class);

  private Filters() {}

  /** The program for a run, empty where nothing is filtered; not to be changed. */
  static byte[] of(boolean sandboxed, MappingMode mode) throws SandboxException {
    if (mode == MappingMode.SINGLE) {
      return assembled(sandboxed ? Kind.DOCKER_PRETENDING : Kind.PRETENDING);
    }
    return sandboxed ? assembled(Kind.DOCKER) : new byte[0];
  }

  private static synchronized byte[] assembled(Kind kind) throws SandboxException {
    byte[] known = ASSEMBLED.get(kind);
    if (known == null) {
      known =
          switch (kind) {
            case DOCKER -> SeccompPolicy.docker();
            case DOCKER_PRETENDING -> SeccompPolicy.dockerPretendingOwners();
            case PRETENDING -> SeccompPolicy.pretendingOwners();
          };
      ASSEMBLED.put(kind, known);
    }
    return known;
  }
}
