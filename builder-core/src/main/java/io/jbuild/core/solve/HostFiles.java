package io.jbuild.core.solve;

import io.jbuild.core.sandbox.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The files under {@code /etc} that belong to where a command runs and not to the image: they are
 * mounted for each RUN and never reach a layer.
 */
public final class HostFiles {
  private static final int MODE = 0644;

  private HostFiles() {}

  /**
   * The mounts for a run under a host name.
   *
   * @param hosts addresses by name, for {@code /etc/hosts}
   */
  public static List<Mount> mounts(String hostname, SortedMap<String, String> hosts) {
    var more = new StringBuilder();
    hosts.forEach((name, address) -> more.append(address).append('\t').append(name).append('\n'));
    return List.of(
        file("/etc/resolv.conf", read(Path.of("/etc/resolv.conf"))),
        file(
            "/etc/hosts",
            text(
                "127.0.0.1\tlocalhost "
                    + hostname
                    + "\n::1\tlocalhost ip6-localhost ip6-loopback\n"
                    + more)),
        file("/etc/hostname", text(hostname + "\n")));
  }

  private static Mount file(String target, byte[] content) {
    return new Mount.FileContent(target, content, MODE, 0, 0, false);
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /** A machine without the file has no name server to offer either. */
  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
