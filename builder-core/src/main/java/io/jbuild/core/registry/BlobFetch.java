package io.jbuild.core.registry;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.StoreException;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * Fetches one blob; goes on where a connection broke off ({@code Range}), begins anew where the
 * server cannot do that.
 */
final class BlobFetch {
  /** A server that sends a few bytes each time shall not keep us for ever. */
  private static final int MAX_TRIES = 60;

  private static final long WORTH_A_TRY = 1 << 20;

  private final AuthorizedTransport transport;
  private final ImageName name;
  private final Descriptor blob;
  private final TransferProgress progress;
  private long have;

  BlobFetch(
      AuthorizedTransport transport, ImageName name, Descriptor blob, TransferProgress progress) {
    this.transport = transport;
    this.name = name;
    this.blob = blob;
    this.progress = progress;
  }

  /** Puts the blob into the store; nothing is left there when it fails. */
  void into(BlobStore store) throws IOException {
    try (BlobWriter writer = store.newBlob()) {
      into(writer);
      try {
        writer.commit(blob.digest());
      } catch (StoreException e) {
        throw wrongDigest(name, blob);
      }
    }
  }

  /** Writes exactly the bytes that the descriptor tells of; their digest is not looked at. */
  void into(OutputStream out) throws IOException {
    String what = "blob `" + blob.digest() + "` of `" + name.familiar() + "`";
    Request whole = transport.request(name, "/blobs/" + blob.digest(), what);
    int idle = 0;
    for (int tries = 1; ; tries++) {
      long before = have;
      Request request =
          have == 0 ? whole : whole.withHeader("Range", "bytes=" + have + "-" + (blob.size() - 1));
      try (Answer answer = transport.send(Access.pull(name), request)) {
        checkStatus(request, answer);
        IOException broken = copy(answer, out);
        if (broken instanceof InterruptedIOException) {
          throw broken;
        }
        if (have == blob.size()) {
          return;
        }
        // Who sends a little each time would keep us for as long as there are tries.
        boolean crawls = broken instanceof WaitGuard.SlowException && have - before < WORTH_A_TRY;
        idle = have > before && !crawls ? 0 : idle + 1;
        if (idle >= transport.transport().attempts(request) || tries >= MAX_TRIES) {
          throw broken == null ? wrongLength("fewer") : ConnectionFailure.of(request, broken);
        }
      }
      transport.transport().backoff().pause(idle + 1, "");
    }
  }

  private void checkStatus(Request request, Answer answer) throws IOException {
    if (answer.status() == 206 && have > 0) {
      if (!answer.header("Content-Range").startsWith("bytes " + have + "-")) {
        throw RegistryClient.error(name, Kind.BAD_CONTENT, "sent another part than asked");
      }
      return;
    }
    if (answer.status() != 200) {
      throw Answers.failure(request, answer);
    }
    long length = answer.headers().firstValueAsLong("Content-Length").orElse(blob.size());
    if (length > blob.size()) {
      throw wrongLength("more");
    }
  }

  /**
   * Copies what comes, leaving out what is here already.
   *
   * @return why it broke off, null if it ended of itself
   */
  private IOException copy(Answer answer, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long skip = answer.status() == 206 ? 0 : have;
    InputStream body = answer.body();
    while (true) {
      int n;
      try {
        n = body.read(buffer);
      } catch (IOException e) {
        return e;
      }
      if (Thread.currentThread().isInterrupted()) {
        return new InterruptedIOException("interrupted");
      }
      if (n < 0) {
        return null;
      }
      int known = (int) Math.min(skip, n);
      skip -= known;
      int fresh = n - known;
      if (have + fresh > blob.size()) {
        throw wrongLength("more");
      }
      out.write(buffer, known, fresh);
      have += fresh;
      progress.add(fresh);
    }
  }

  private RegistryException wrongLength(String which) {
    return RegistryClient.error(
        name,
        Kind.BAD_CONTENT,
        "sent " + which + " bytes than the " + blob.size() + " of blob `" + blob.digest() + "`");
  }

  static RegistryException wrongDigest(ImageName name, Descriptor blob) {
    return RegistryClient.error(
        name,
        Kind.BAD_DIGEST,
        "sent bytes of another digest for blob `"
            + blob.digest()
            + "` of `"
            + name.familiar()
            + "`");
  }
}
