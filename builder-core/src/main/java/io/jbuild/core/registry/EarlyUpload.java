package io.jbuild.core.registry;

import io.jbuild.cache.BlobFollower;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.ImageName;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.Optional;

/**
 * Sends a blob while it is written, into an upload session (OCI distribution spec 1.1, "Pushing
 * blobs") of which the registry shows nothing until a push of that blob ends it. What goes wrong
 * here does so in silence: the push then sends the blob as any other, and tells of the reason if
 * that is still there.
 */
public final class EarlyUpload implements Closeable {
  /** What is not longer than this is sent as soon afterwards. */
  private static final int WORTHWHILE = 4 << 20;

  private final AuthorizedTransport transport;
  private final ImageName repository;
  private final BlobFollower blob;
  private final Thread thread;
  private volatile Optional<UploadSession> session = Optional.empty();

  EarlyUpload(AuthorizedTransport transport, ImageName repository, BlobFollower blob) {
    this.transport = transport;
    this.repository = repository;
    this.blob = blob;
    this.thread = Thread.ofVirtual().start(this::send);
  }

  private void send() {
    try (blob) {
      byte[] first = blob.readNBytes(WORTHWHILE);
      if (first.length == WORTHWHILE) {
        session = send(new SequenceInputStream(new ByteArrayInputStream(first), blob));
      }
    } catch (IOException e) {
      // It is left to the push.
    }
  }

  private Optional<UploadSession> send(InputStream bytes) throws IOException {
    String what = "a blob of `" + repository.familiar() + "`";
    UploadSession open = UploadSession.open(transport, repository, what);
    Request request = open.stream(repository, what, Body.once(bytes));
    try (Answer answer = transport.sendOnce(Access.push(repository), request)) {
      // One that does not say how much it has got cannot be gone on with.
      long received = UploadSession.received(answer);
      return answer.status() == 202 && received > 0
          ? Optional.of(UploadSession.of(request, answer, received))
          : Optional.empty();
    }
  }

  /**
   * The session that holds a blob, waiting for what is still under way; nothing where it is another
   * blob, another repository, or has not come through. It is given once.
   */
  Optional<UploadSession> take(ImageName target, Digest digest) throws IOException {
    boolean same =
        repository.registry().equals(target.registry())
            && repository.repository().equals(target.repository())
            && blob.digest().equals(Optional.of(digest));
    if (!same) {
      return Optional.empty();
    }
    await();
    Optional<UploadSession> taken = session;
    session = Optional.empty();
    return taken;
  }

  /** Waits until it is all sent, or has failed. */
  void await() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Ends what is still sent, and a session that no push has taken. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    await();
    if (session.isPresent()) {
      Request request = session.get().cancel(repository, "an upload that is not needed");
      try {
        transport.sendOnce(Access.push(repository), request).close();
      } catch (IOException e) {
        // The registry forgets it by itself, later.
      }
    }
  }
}
