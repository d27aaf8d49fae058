package io.jbuild.core.sandbox;

import io.jbuild.core.sandbox.SyscallTable.Abi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The system call filters of runs. {@link SeccompPolicy} assembles them when jbuild is built, for
 * every machine that it knows, since the first command of a build would wait for it.
 */
final class Filters {
  /** What a filter does. */
  enum Kind {
    DOCKER,
    DOCKER_PRETENDING,
    PRETENDING;

    byte[] assemble(List<Abi> abis) {
      return switch (this) {
        case DOCKER -> SeccompPolicy.docker(abis);
        case DOCKER_PRETENDING -> SeccompPolicy.dockerPretendingOwners(abis);
        case PRETENDING -> SeccompPolicy.pretendingOwners(abis);
      };
    }

    private String file(String architecture) {
      return "filter-" + architecture + "-" + name().toLowerCase(Locale.ROOT) + ".bpf";
    }
  }

  private static final Map<Kind, byte[]> READ = new EnumMap<>(Kind.class);

  private Filters() {}

  /**
   * Writes the programs of all machines.
   *
   * @param args the folder of this package's resources
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, List<Abi>> machine : SeccompPolicy.MACHINES.entrySet()) {
      for (Kind kind : Kind.values()) {
        Files.write(folder.resolve(kind.file(machine.getKey())), kind.assemble(machine.getValue()));
      }
    }
  }

  /** The program for a run, empty where nothing is filtered; not to be changed. */
  static byte[] of(boolean sandboxed, MappingMode mode) throws SandboxException {
    if (mode == MappingMode.SINGLE) {
      return read(sandboxed ? Kind.DOCKER_PRETENDING : Kind.PRETENDING);
    }
    return sandboxed ? read(Kind.DOCKER) : new byte[0];
  }

  private static synchronized byte[] read(Kind kind) throws SandboxException {
    byte[] known = READ.get(kind);
    if (known == null) {
      known = read(kind, SeccompPolicy.machine());
      READ.put(kind, known);
    }
    return known;
  }

  static byte[] read(Kind kind, String machine) {
    try (InputStream in = Filters.class.getResourceAsStream(kind.file(machine))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
