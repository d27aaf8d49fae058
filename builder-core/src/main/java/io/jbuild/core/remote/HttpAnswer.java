package io.jbuild.core.remote;

import io.jbuild.core.registry.WaitGuard;
import io.jbuild.core.registry.WaitGuard.SlowException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;

/**
 * An answer whose body is still to be read; to be closed.
 *
 * @param guard ends waits that take too long by an interrupt of the thread that waits
 */
record HttpAnswer(HttpURLConnection connection, int status, WaitGuard guard)
    implements AutoCloseable {
  /** The value of a header; empty when there is none. */
  String header(String name) {
    String value = connection.getHeaderField(name);
    return value == null ? "" : value;
  }

  /** How long the body says to be; -1 when it says nothing. */
  long length() {
    return connection.getContentLengthLong();
  }

  InputStream body() throws IOException {
    return connection.getInputStream();
  }

  /** Bytes of the body; failures of the connection are told from those of the disk. */
  int read(InputStream body, byte[] buffer) throws IOException {
    try {
      return guard.read(() -> body.read(buffer));
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SlowException e) {
      throw forget(e);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      throw new HttpExchange.TransferException(e);
    }
  }

  /** The guard's interrupt has done what it was for. */
  static SlowException forget(SlowException slow) {
    Thread.interrupted();
    return slow;
  }

  /** Ends the connection; a body that nobody wants is not read. */
  @Override
  public void close() {
    guard.close();
    connection.disconnect();
  }
}
