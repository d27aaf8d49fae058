package io.jbuild.core.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request and the head of its answer. The JDK's limit of time holds for the sending of the body
 * too, so that it would end every long upload: here time counts from the last byte that went out.
 */
final class HttpExchange {
  /** A registry that has a large blob whole may need a while to store it. */
  private static final int PATIENCE_AFTER_BODY = 4;

  private final HttpClient client;
  private final Duration timeout;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean bodySent;

  HttpExchange(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  HttpResponse<InputStream> send(String method, HttpRequest.Builder builder, Optional<Body> body)
      throws IOException {
    var handler = HttpResponse.BodyHandlers.ofInputStream();
    if (body.isEmpty()) {
      builder.method(method, BodyPublishers.noBody()).timeout(timeout);
    } else {
      Body bytes = body.get();
      builder.header("Content-Type", bytes.mediaType()).method(method, publisher(bytes));
    }
    var answer = client.sendAsync(builder.build(), handler);
    try {
      return body.isEmpty() ? answer.get() : await(answer);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private HttpRequest.BodyPublisher publisher(Body body) {
    if (body.length() == 0) {
      return BodyPublishers.noBody();
    }
    var bytes = BodyPublishers.ofInputStream(() -> new Watched(open(body)));
    return body.length() < 0 ? bytes : BodyPublishers.fromPublisher(bytes, body.length());
  }

  private static InputStream open(Body body) {
    try {
      return body.source().open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
      throws IOException, InterruptedException, ExecutionException {
    while (true) {
      try {
        return answer.get(Math.max(1, timeout.toMillis() / 4), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Duration limit = bodySent ? timeout.multipliedBy(PATIENCE_AFTER_BODY) : timeout;
        if (System.nanoTime() - lastByte > limit.toNanos()) {
          answer.cancel(true);
          throw new HttpTimeoutException("no byte was taken for " + limit.toSeconds() + " seconds");
        }
      }
    }
  }

  private static IOException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case UncheckedIOException unchecked -> unchecked.getCause();
      case IOException io -> io;
      case IllegalArgumentException bad -> new IOException(bad.getMessage(), bad);
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> new IOException(e.getCause());
    };
  }

  /** Notes when bytes go out. */
  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      lastByte = System.nanoTime();
      bodySent = n < 0;
      return n;
    }
  }
}
