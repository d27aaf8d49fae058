package io.jbuild.core.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/** An answer whose body is still to be read; to be closed. */
record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // what is left of an answer nobody wants any more
    }
  }
}
