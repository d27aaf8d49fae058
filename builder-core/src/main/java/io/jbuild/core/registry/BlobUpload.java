package io.jbuild.core.registry;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Sends the bytes of one blob. What breaks goes on where the registry says it has got to, and
 * begins anew where the session is lost.
 */
final class BlobUpload {
  /** A registry that takes a few bytes each time shall not keep us for ever. */
  private static final int MAX_TRIES = 100;

  private static final long FIRST_CHUNK = 32L << 20;
  private static final long SMALLEST_CHUNK = 1L << 20;

  private final AuthorizedTransport transport;
  private final BlobPush push;
  private final Descriptor blob;
  private final Path file;
  private final TransferProgress progress;
  private long told;

  /** The longest body to be sent; 0 while no long one was refused or broke off. */
  private long chunk;

  BlobUpload(AuthorizedTransport transport, BlobPush push, Path file, TransferProgress progress) {
    this.transport = transport;
    this.push = push;
    this.blob = push.blob();
    this.file = file;
    this.progress = progress;
  }

  /** What came of one request. */
  private sealed interface Outcome {
    /** The registry has the blob. */
    record Done() implements Outcome {}

    /** It goes on. */
    record Next(UploadSession session) implements Outcome {}

    /** It failed in a way that may pass; how far the registry has got is to be asked. */
    record Broken(IOException reason, String retryAfter) implements Outcome {}
  }

  void run(Optional<UploadSession> given) throws IOException {
    if (Files.size(file) != blob.size()) {
      throw damaged();
    }
    UploadSession session = given.isPresent() ? given.get() : push.open();
    int idle = 0;
    for (int tries = 1; ; tries++) {
      long before = session.offset();
      Outcome outcome = next(session);
      switch (outcome) {
        case Outcome.Done() -> {
          tell(blob.size());
          return;
        }
        case Outcome.Next(UploadSession after) -> session = after;
        case Outcome.Broken(IOException reason, String retryAfter) -> {
          boolean patient =
              ++idle < transport.transport().attempts(session.status(push)) && tries < MAX_TRIES;
          if (!patient || !transport.transport().backoff().pause(idle, retryAfter)) {
            throw ConnectionFailure.of(session.finish(push, Body.empty()), reason);
          }
          Optional<UploadSession> resumed = resume(session);
          if (resumed.isEmpty() && push.exists()) {
            // The answer was all that got lost.
            tell(blob.size());
            return;
          }
          session = resumed.isPresent() ? resumed.get() : push.open();
        }
      }
      idle = session.offset() > before ? 0 : idle;
      tell(session.offset());
    }
  }

  /** Sends the whole blob, the next bytes of it, or the end. */
  private Outcome next(UploadSession session) throws IOException {
    long rest = blob.size() - session.offset();
    boolean whole = session.offset() == 0 && chunk == 0;
    long length = chunk == 0 ? rest : Math.min(rest, Math.max(chunk, session.leastChunk()));
    Request request =
        whole || rest == 0
            ? session.finish(push, Body.part(file, session.offset(), rest, this::sent))
            : session.chunk(push, Body.part(file, session.offset(), length, this::sent));
    try (Answer answer = transport.sendOnce(push.access(), request)) {
      int status = answer.status();
      if (status == 201 || (status == 204 && request.method().equals("PUT"))) {
        return new Outcome.Done();
      }
      if (status == 202 && request.method().equals("PATCH")) {
        return new Outcome.Next(UploadSession.of(request, answer, session.offset() + length));
      }
      if (status == 413 && shorten(length, session.leastChunk())) {
        return new Outcome.Broken(Answers.failure(request, answer), "");
      }
      boolean mayPass = Backoff.isTransient(status) || status == 404 || status == 416;
      String retryAfter = answer.header("Retry-After");
      RegistryException failure = Answers.failure(request, answer);
      if (mayPass) {
        return new Outcome.Broken(failure, retryAfter);
      }
      checkFile();
      throw failure;
    } catch (RegistryException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (!ConnectionFailure.mayPass(e)) {
        throw ConnectionFailure.of(request, e);
      }
      if (chunk == 0) {
        // What arrives in chunks is kept; of a long body that broke off, perhaps nothing is.
        chunk = FIRST_CHUNK;
      }
      return new Outcome.Broken(e, "");
    }
  }

  /** Whether a shorter body than the one refused may be tried. */
  private boolean shorten(long refused, long least) {
    long next = chunk == 0 ? Math.min(FIRST_CHUNK, refused / 2) : chunk / 2;
    if (next < Math.max(SMALLEST_CHUNK, least)) {
      return false;
    }
    chunk = next;
    return true;
  }

  /** The session as the registry has it; nothing when it is lost. */
  private Optional<UploadSession> resume(UploadSession session) throws IOException {
    Request request = session.status(push);
    try (Answer answer = transport.send(push.access(), request)) {
      boolean known = answer.status() == 204 || answer.status() == 200 || answer.status() == 202;
      if (!known || answer.header("Location").isEmpty()) {
        return Optional.empty();
      }
      long received = UploadSession.received(answer);
      return received > blob.size()
          ? Optional.empty()
          : Optional.of(
              UploadSession.of(request, answer, received).withLeastChunk(session.leastChunk()));
    }
  }

  /** Called by the threads of the HTTP client. */
  private synchronized void sent(long bytes) {
    told += bytes;
    progress.add(bytes);
  }

  /** Sets the progress to what the registry has. */
  private synchronized void tell(long offset) {
    progress.add(offset - told);
    told = offset;
  }

  /** A registry that refuses bytes may be right. */
  private void checkFile() throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    if (!Digest.finish(sha256).equals(blob.digest())) {
      throw damaged();
    }
  }

  private RegistryException damaged() {
    return new RegistryException(
        Kind.BAD_CONTENT,
        0,
        push.target().registry(),
        push.target().familiar(),
        "blob `" + blob.digest() + "` is damaged in the store: `" + file + "`",
        "delete that file, and pull or build the image again");
  }
}
