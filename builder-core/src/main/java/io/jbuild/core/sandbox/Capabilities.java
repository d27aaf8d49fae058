package io.jbuild.core.sandbox;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Capability sets as bit masks (capabilities(7); numbers of linux/capability.h). */
final class Capabilities {
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("CHOWN", 0),
          Map.entry("DAC_OVERRIDE", 1),
          Map.entry("FOWNER", 3),
          Map.entry("FSETID", 4),
          Map.entry("KILL", 5),
          Map.entry("SETGID", 6),
          Map.entry("SETUID", 7),
          Map.entry("SETPCAP", 8),
          Map.entry("NET_BIND_SERVICE", 10),
          Map.entry("NET_RAW", 13),
          Map.entry("SYS_CHROOT", 18),
          Map.entry("MKNOD", 27),
          Map.entry("AUDIT_WRITE", 29),
          Map.entry("SETFCAP", 31));

  /** The fourteen that docker leaves to a container. */
  static final long DOCKER_DEFAULT =
      NUMBERS.values().stream().collect(Collectors.summingLong(number -> 1L << number));

  /** Every one that the kernel knows, now or later. */
  static final long ALL = -1L;

  private Capabilities() {}

  static Stream<String> names() {
    return NUMBERS.keySet().stream();
  }
}
