package io.jbuild.cli;

import io.jbuild.core.plan.ByteSize;
import io.jbuild.core.plan.Entitlement;
import io.jbuild.core.sandbox.Isolation;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.secret.SshSources;
import io.jbuild.core.solve.RunSettings;
import io.jbuild.grammar.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code build} and {@code plan} are told about the commands of the build. */
final class RunOptions {
  private static final String LOOPBACK = "127.0.0.1";

  @Option(
      names = "--secret",
      paramLabel = "id=ID[,src=FILE|,env=NAME]",
      description = "What `RUN --mount=type=secret` may see: a file or a variable.")
  List<String> secrets = new ArrayList<>();

  @Option(
      names = "--ssh",
      paramLabel = "ID[=PATH[,PATH]]",
      description =
          "An ssh agent for `RUN --mount=type=ssh`: `default` for the one that runs, or a socket,"
              + " or files of keys.")
  List<String> ssh = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "RIGHT",
      description = "What RUN may ask for: network.host, security.insecure.")
  List<String> allow = new ArrayList<>();

  @Option(
      names = "--add-host",
      paramLabel = "NAME:IP",
      description = "A line of /etc/hosts for RUN; IP may be host-gateway.")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--shm-size",
      paramLabel = "SIZE",
      description = "Size of /dev/shm of RUN, as 128m (default: 64m).")
  String shmSize;

  @Option(
      names = "--ulimit",
      paramLabel = "NAME=SOFT[:HARD]",
      description = "A resource limit of RUN, as nofile=1024:2048.")
  List<String> ulimits = new ArrayList<>();

  @Mixin LimitOptions limits = new LimitOptions();

  /** Where the secrets lie. */
  Secrets secrets() {
    try {
      return Secrets.parse(secrets, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "write `--secret id=ID,src=FILE` or `…,env=NAME`");
    }
  }

  /** Where the agents are. */
  SshSources ssh() {
    try {
      return SshSources.parse(ssh, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "see `jbuild build --help`");
    }
  }

  /** What the Dockerfile may ask for. */
  Set<Entitlement> allowed() {
    Set<Entitlement> allowed = EnumSet.noneOf(Entitlement.class);
    List<String> names = Arrays.stream(Entitlement.values()).map(Object::toString).toList();
    for (String words : allow) {
      for (String word : words.split(",")) {
        int index = names.indexOf(word);
        if (index < 0) {
          throw new UsageException(
              "`--allow " + word + "` is not known",
              Suggestion.nearest(word, names)
                      .map(near -> "did you mean `" + near + "`? ")
                      .orElse("")
                  + "allowed: `"
                  + String.join("`, `", names)
                  + "`");
        }
        allowed.add(Entitlement.values()[index]);
      }
    }
    return allowed;
  }

  /** What all commands are given. */
  RunSettings settings() {
    long bytes = RunSettings.DEFAULT.shmBytes();
    if (shmSize != null) {
      try {
        bytes = ByteSize.parse(shmSize);
      } catch (NumberFormatException e) {
        throw new UsageException("`--shm-size " + shmSize + "` is no size", "write it as `128m`");
      }
    }
    return new RunSettings(addresses(), bytes, ulimits(), limits.resources());
  }

  private SortedMap<String, String> addresses() {
    SortedMap<String, String> addresses = new TreeMap<>();
    for (String host : hosts) {
      int split = host.indexOf('=') >= 0 ? host.indexOf('=') : host.indexOf(':');
      String name = split < 0 ? "" : host.substring(0, split);
      String address = host.substring(split + 1);
      if (address.startsWith("[") && address.endsWith("]")) {
        address = address.substring(1, address.length() - 1);
      }
      // A RUN has the machine's own network, so its gateway to the machine is the loopback.
      address = address.equals("host-gateway") ? LOOPBACK : address;
      if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*") || !isAddress(address)) {
        throw new UsageException(
            "`--add-host " + host + "` is not NAME:IP", "for example `--add-host db:10.0.0.7`");
      }
      addresses.put(name, address);
    }
    return addresses;
  }

  /** Whether it has the form of one; nothing is looked up. */
  private static boolean isAddress(String text) {
    if (text.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}")) {
      return Arrays.stream(text.split("\\.")).allMatch(part -> Integer.parseInt(part) < 256);
    }
    return text.contains(":") && text.matches("[0-9A-Fa-f:]+(\\.[0-9.]+)?(%[A-Za-z0-9]+)?");
  }

  private List<Isolation.Limit> ulimits() {
    Map<String, Isolation.Limit> limits = new LinkedHashMap<>();
    for (String text : ulimits) {
      String[] parts = text.split("[=:]", -1);
      boolean shaped = parts.length == 2 || parts.length == 3;
      if (!shaped || !Isolation.LIMITS.contains(parts[0])) {
        throw new UsageException(
            "`--ulimit " + text + "` is not NAME=SOFT[:HARD] with a name that is known",
            "known are `" + String.join("`, `", Isolation.LIMITS) + "`");
      }
      long soft = limit(text, parts[1]);
      long hard = parts.length == 3 ? limit(text, parts[2]) : soft;
      if (hard >= 0 && (soft < 0 || soft > hard)) {
        throw new UsageException(
            "`--ulimit " + text + "`: the soft limit is above the hard one", "swap them");
      }
      limits.put(parts[0], new Isolation.Limit(parts[0], soft, hard));
    }
    return List.copyOf(limits.values());
  }

  private static long limit(String text, String number) {
    try {
      long value = number.equals("unlimited") ? -1 : Long.parseLong(number);
      if (value >= -1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        "`--ulimit " + text + "`: `" + number + "` is no limit", "write a number, or -1 for none");
  }
}
