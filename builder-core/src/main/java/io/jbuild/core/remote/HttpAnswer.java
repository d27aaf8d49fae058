package io.jbuild.core.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;

/** An answer whose body is still to be read; to be closed. */
record HttpAnswer(HttpURLConnection connection, int status) implements AutoCloseable {
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

  /** Ends the connection; a body that nobody wants is not read. */
  @Override
  public void close() {
    connection.disconnect();
  }
}
