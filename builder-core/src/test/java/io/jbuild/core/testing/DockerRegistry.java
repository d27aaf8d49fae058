package io.jbuild.core.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real server of the distribution project on loopback; it can be ended and come back. */
public final class DockerRegistry implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final String auth;
  private final String tls;
  private Process server;

  private DockerRegistry(Path folder, int port, String auth, String tls) {
    this.folder = folder;
    this.port = port;
    this.auth = auth;
    this.tls = tls;
  }

  /** One that anybody may use, in plain. */
  public static DockerRegistry open(Path folder) throws Exception {
    return start(folder, "", "");
  }

  /** One that wants a name and a password; needs {@code htpasswd}. */
  public static DockerRegistry withPassword(Path folder, String user, String password)
      throws Exception {
    return start(folder, auth(folder, user, password), "");
  }

  /** One that speaks TLS. */
  public static DockerRegistry withTls(Path folder, Certificates certificates) throws Exception {
    return start(folder, "", tls(certificates));
  }

  /** One that speaks TLS and wants a certificate of the same authority from who asks. */
  public static DockerRegistry withClientCertificates(Path folder, Certificates certificates)
      throws Exception {
    String wanted = "    clientcas:\n      - " + certificates.authority() + "\n";
    return start(folder, "", tls(certificates) + wanted);
  }

  /** One that speaks TLS and wants a name and a password, as those of companies do. */
  public static DockerRegistry guarded(
      Path folder, Certificates certificates, String user, String password) throws Exception {
    return start(folder, auth(folder, user, password), tls(certificates));
  }

  private static String auth(Path folder, String user, String password) throws Exception {
    Programs.require("htpasswd");
    Path file = Files.createTempFile(folder, "htpasswd", "");
    Files.writeString(file, Programs.run("htpasswd", "-nbB", user, password).strip());
    return "auth:\n  htpasswd:\n    realm: test\n    path: " + file + "\n";
  }

  private static String tls(Certificates certificates) {
    return "  tls:\n    certificate: "
        + certificates.server()
        + "\n    key: "
        + certificates.serverKey()
        + "\n";
  }

  private static DockerRegistry start(Path folder, String auth, String tls) throws Exception {
    Programs.require("docker-registry");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    var registry =
        new DockerRegistry(Files.createTempDirectory(folder, "registry"), port, auth, tls);
    registry.start();
    return registry;
  }

  public String host() {
    return "127.0.0.1:" + port;
  }

  /** Starts it, on the port and with the blobs it had before. */
  public void start() throws Exception {
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: "
            + folder.resolve("data")
            + "\nhttp:\n  addr: "
            + host()
            + "\n  secret: the same after every start\n"
            + tls
            + auth);
    server =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    while (true) {
      try (Socket connected = new Socket("127.0.0.1", port)) {
        assertTrue(connected.isConnected());
        return;
      } catch (IOException e) {
        assertTrue(
            server.isAlive(), () -> "docker-registry ended, see " + folder.resolve("registry.log"));
        Thread.sleep(20);
      }
    }
  }

  /** Ends it in the middle of whatever it does. */
  public void kill() throws InterruptedException {
    server.destroyForcibly();
    server.waitFor();
  }

  @Override
  public void close() {
    server.destroyForcibly().onExit().join();
  }
}
