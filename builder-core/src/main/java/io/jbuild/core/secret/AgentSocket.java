package io.jbuild.core.secret;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket of our own that leads to an agent of the calling user's (the agent protocol of
 * draft-miller-ssh-agent). It lets keys be listed and used to sign; whoever asks for anything else,
 * to add, remove or lock keys, is answered with a failure. A subordinate id may use it where the
 * agent would turn it away.
 */
public final class AgentSocket implements Closeable {
  private static final int FAILURE = 5;
  private static final int LIST_KEYS = 11;
  private static final int SIGN = 13;
  private static final int LONGEST = 256 * 1024;

  /** The kernel lets the path of a socket have 107 bytes. */
  private static final int LONGEST_FOLDER = 90;

  private final Path folder;
  private final Path agent;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private AgentSocket(Path folder, Path agent, ServerSocketChannel server) {
    this.folder = folder;
    this.agent = agent;
    this.server = server;
  }

  /**
   * A socket whose mode and owner are the caller's to set.
   *
   * @param given empty, entered by this user alone; it is removed at the end
   */
  public static AgentSocket to(Path agent, Path given) throws IOException {
    Path folder = given;
    if (given.toString().length() > LONGEST_FOLDER) {
      folder = Files.createTempDirectory("jbuild-ssh");
      Files.delete(given);
    }
    ServerSocketChannel server = null;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(folder.resolve("agent")));
      var socket = new AgentSocket(folder, agent, server);
      Thread.ofVirtual().name("ssh-agent").start(socket::accept);
      return socket;
    } catch (IOException e) {
      if (server != null) {
        server.close();
      }
      Files.deleteIfExists(folder.resolve("agent"));
      Files.deleteIfExists(folder);
      throw e;
    }
  }

  /** Where the socket lies. */
  public Path path() {
    return folder.resolve("agent");
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
      open.add(upstream);
      var requests = new DataInputStream(Channels.newInputStream(client));
      var answers = new DataOutputStream(Channels.newOutputStream(client));
      var asked = new DataOutputStream(Channels.newOutputStream(upstream));
      var answered = new DataInputStream(Channels.newInputStream(upstream));
      while (true) {
        byte[] request = message(requests);
        if (request[0] == LIST_KEYS || request[0] == SIGN) {
          send(asked, request);
          send(answers, message(answered));
        } else {
          send(answers, new byte[] {FAILURE});
        }
      }
    } catch (IOException e) {
      // Either side hung up, or sent what is no message: the connection is over.
      return;
    } finally {
      open.removeIf(channel -> !channel.isOpen());
    }
  }

  private static byte[] message(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 1 || length > LONGEST) {
      throw new IOException("a message of " + length + " bytes");
    }
    byte[] message = in.readNBytes(length);
    if (message.length < length) {
      throw new EOFException();
    }
    return message;
  }

  private static void send(DataOutputStream out, byte[] message) throws IOException {
    byte[] framed = new byte[4 + message.length];
    framed[0] = (byte) (message.length >>> 24);
    framed[1] = (byte) (message.length >>> 16);
    framed[2] = (byte) (message.length >>> 8);
    framed[3] = (byte) message.length;
    System.arraycopy(message, 0, framed, 4, message.length);
    out.write(framed);
    out.flush();
  }

  /** Ends all connections and removes the socket. */
  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
    Files.deleteIfExists(path());
    Files.deleteIfExists(folder);
  }
}
