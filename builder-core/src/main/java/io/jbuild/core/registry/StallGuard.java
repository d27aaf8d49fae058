package io.jbuild.core.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Breaks a body off that does not come, or hardly: the JDK's client limits only the time until the
 * headers.
 */
final class StallGuard extends FilterInputStream {
  private final WaitGuard guard;

  StallGuard(InputStream body, Duration limit) {
    super(body);
    this.guard =
        new WaitGuard(
            limit,
            () -> {
              try {
                body.close();
              } catch (IOException e) {
                // closing is what ends the wait
              }
            });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return guard.read(() -> in.read(bytes, offset, length));
  }

  @Override
  public void close() throws IOException {
    guard.close();
    super.close();
  }
}
