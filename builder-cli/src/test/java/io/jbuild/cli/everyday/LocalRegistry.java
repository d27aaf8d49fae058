package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution project's registry on loopback, in plain HTTP, for as long as a test wants. */
final class LocalRegistry implements AutoCloseable {
  private final Process server;
  private final String host;

  private LocalRegistry(Process server, String host) {
    this.server = server;
    this.host = host;
  }

  static LocalRegistry open() {
    Require.programs("docker-registry");
    Path folder = Workspace.folder("registry");
    try {
      int port = freePort();
      Path config = folder.resolve("config.yml");
      Files.writeString(
          config,
          """
          version: 0.1
          log:
            level: error
          storage:
            filesystem:
              rootdirectory: %s
          http:
            addr: 127.0.0.1:%d
          """
              .formatted(folder.resolve("data"), port));
      Process server =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      while (!answers(port)) {
        if (!server.isAlive()) {
          throw new AssertionError(Files.readString(folder.resolve("log")));
        }
        Thread.sleep(20);
      }
      return new LocalRegistry(server, "127.0.0.1:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connected.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String host() {
    return host;
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().join();
  }
}
