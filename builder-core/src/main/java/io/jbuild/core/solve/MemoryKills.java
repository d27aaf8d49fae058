package io.jbuild.core.solve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many processes the kernel has killed for lack of memory, counted for this process's control
 * group (cgroup v2 {@code memory.events}, v1 {@code memory.oom_control}), or else for the machine
 * ({@code /proc/vmstat}).
 */
final class MemoryKills {
  private static final String COUNTER = "oom_kill ";

  private final Optional<Path> file;

  private MemoryKills(Optional<Path> file) {
    this.file = file;
  }

  /** The narrowest counter that there is. */
  static MemoryKills ofThisProcess() {
    return of(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  static MemoryKills of(Path proc, Path groups) {
    List<Path> candidates = new ArrayList<>();
    for (String line : lines(proc.resolve("self/cgroup"))) {
      // number:controllers:path; the number of the unified hierarchy is 0.
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[2].startsWith("/")) {
        String path = fields[2].substring(1);
        if (fields[0].equals("0")) {
          candidates.add(groups.resolve(path).resolve("memory.events"));
        } else if (List.of(fields[1].split(",")).contains("memory")) {
          candidates.add(groups.resolve("memory").resolve(path).resolve("memory.oom_control"));
          // In a container the path can be one of the host.
          candidates.add(groups.resolve("memory").resolve("memory.oom_control"));
        }
      }
    }
    candidates.add(proc.resolve("vmstat"));
    return new MemoryKills(candidates.stream().filter(c -> count(c) >= 0).findFirst());
  }

  /** The count until now; 0 where nothing counts. */
  long count() {
    return file.map(MemoryKills::count).filter(n -> n >= 0).orElse(0L);
  }

  private static long count(Path file) {
    for (String line : lines(file)) {
      if (line.startsWith(COUNTER)) {
        try {
          return Long.parseLong(line.substring(COUNTER.length()).strip());
        } catch (NumberFormatException e) {
          return -1;
        }
      }
    }
    return -1;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
