package io.jbuild.cli.everyday;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A real sshd on loopback with keys, configuration and repositories of its own, run by the user who
 * builds: who has the key `id` may enter as that user.
 */
final class SshServer implements AutoCloseable {
  private static final String SSHD = "/usr/sbin/sshd";

  private final Mode mode;
  private final Path folder;
  private final int port;
  private final Process process;

  private SshServer(Mode mode, Path folder, int port, Process process) {
    this.mode = mode;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static SshServer start(Mode mode) throws IOException, InterruptedException {
    Require.programs("ssh", "ssh-keygen", "ssh-agent", "git");
    Require.that(Files.isExecutable(Path.of(SSHD)), "there is no `" + SSHD + "`");
    mode.require();
    Path folder = Workspace.folder("sshd-" + mode.user());
    int port = freePort();
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        Port %2$d
        ListenAddress 127.0.0.1
        HostKey %1$s/host
        AuthorizedKeysFile %1$s/id.pub
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        PermitRootLogin yes
        """
            .formatted(folder, port));
    Files.writeString(
        folder.resolve("ssh_config"),
        """
        Host *
          BatchMode yes
          IdentitiesOnly yes
          IdentityFile %1$s/id
          UserKnownHostsFile %1$s/known_hosts
        Host named
          HostName 127.0.0.1
          Port %2$d
        """
            .formatted(folder, port));
    Command.ok("chown", "-R", mode.user() + ":", folder.toString());
    as(mode, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve("host") + "");
    as(mode, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve("id") + "");
    String key = Files.readString(folder.resolve("host.pub"));
    Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + key);
    if (mode == Mode.ROOT) {
      // Where a privileged sshd locks its unprivileged half in.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    Process process =
        new ProcessBuilder(
                words(mode, SSHD, "-D", "-f", folder + "/sshd_config", "-E", folder + "/log"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    var server = new SshServer(mode, folder, port, process);
    server.awaitConnections();
    return server;
  }

  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private void awaitConnections() throws IOException, InterruptedException {
    for (int i = 0; i < 500; i++) {
      if (!process.isAlive()) {
        throw new AssertionError("sshd ended: " + Files.readString(folder.resolve("log")));
      }
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    throw new AssertionError("sshd takes no connections");
  }

  private static List<String> words(Mode mode, String... command) {
    List<String> words = new ArrayList<>();
    if (mode != Mode.ROOT) {
      words.addAll(List.of("runuser", "-u", mode.user(), "--"));
    }
    words.addAll(Arrays.asList(command));
    return words;
  }

  private static Command as(Mode mode, String... command) {
    return Command.run(words(mode, command), Map.of(), null).succeeded();
  }

  /** A program run by the user of the server. */
  Command run(String... command) {
    return as(mode, command);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** An {@code ssh://} address of a file. */
  String address(String path) {
    return "ssh://" + mode.user() + "@127.0.0.1:" + port + folder + "/" + path;
  }

  int port() {
    return port;
  }

  /** How git is to call ssh, so that it finds the key and knows the host. */
  String command() {
    return "ssh -F " + folder + "/ssh_config";
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
