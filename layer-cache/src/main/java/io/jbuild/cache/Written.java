package io.jbuild.cache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/** How far a blob is written, for those who read along. Thread-safe. */
final class Written {
  private long size;
  private boolean abandoned;
  private Optional<Digest> digest = Optional.empty();

  synchronized void upTo(long bytes) {
    size = bytes;
    notifyAll();
  }

  /** All is written, and this is what it is. */
  synchronized void ended(Digest whole) {
    digest = Optional.of(whole);
    notifyAll();
  }

  /** There will be no such blob, unless it has ended by now. */
  synchronized void abandoned() {
    abandoned = true;
    notifyAll();
  }

  synchronized Optional<Digest> digest() {
    return digest;
  }

  /**
   * Waits until there is more than so many bytes.
   *
   * @return how many there are; as many as were asked about when there will be no more
   */
  synchronized long beyond(long position) throws IOException {
    while (size <= position && digest.isEmpty()) {
      if (abandoned) {
        throw new IOException("the writer gave the blob up");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a blob was written");
      }
    }
    return size;
  }
}
