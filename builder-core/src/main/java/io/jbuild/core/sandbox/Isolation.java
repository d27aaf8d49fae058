package io.jbuild.core.sandbox;

import java.util.List;

/**
 * What a run shares with the machine, and how much it may do.
 *
 * @param hostname its own host name, up to 64 bytes
 * @param shmBytes size of /dev/shm
 */
public record Isolation(
    String hostname,
    NetworkMode network,
    SecurityMode security,
    List<Limit> limits,
    long shmBytes) {
  /** What docker build gives when nothing is asked for: the machine's network, 64 MiB of shm. */
  public static final Isolation DEFAULT =
      new Isolation(
          "buildkitsandbox", NetworkMode.HOST, SecurityMode.SANDBOX, List.of(), 64L << 20);

  /** Names of limits, as docker has them. */
  public static final List<String> LIMITS =
      List.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  public Isolation {
    limits = List.copyOf(limits);
  }

  /** Which network a run sees. */
  public enum NetworkMode {
    /** The machine's. */
    HOST,
    /** Loopback alone. */
    NONE
  }

  /** How much a run may do. */
  public enum SecurityMode {
    /** Docker's default capabilities, system call filter and masked paths. */
    SANDBOX,
    /** All capabilities of the user namespace, no filter, nothing masked. */
    INSECURE
  }

  /**
   * A resource limit.
   *
   * @param name docker's name for it, such as {@code nofile}
   * @param soft -1: unlimited
   * @param hard -1: unlimited
   */
  public record Limit(String name, long soft, long hard) {}
}
