package io.jbuild.core.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Begins an answer at once, and then adds a little again and again, for ever. */
final class TricklingServer implements AutoCloseable {
  private static final long PAUSE_MILLIS = 30;

  private final ServerSocket server;
  private final String beginning;
  private final byte[] drop;

  TricklingServer(String beginning, byte[] drop) throws IOException {
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.beginning = beginning;
    this.drop = drop;
    Thread.startVirtualThread(this::serve);
  }

  HttpAddress address() {
    return HttpAddress.parse("http://127.0.0.1:" + server.getLocalPort() + "/f");
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.startVirtualThread(() -> answer(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
      while (!server.isClosed()) {
        out.write(drop);
        out.flush();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      // the client has had enough
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
