package io.jbuild.core.remote;

import io.jbuild.core.registry.Backoff;
import io.jbuild.core.registry.Proxies;
import io.jbuild.core.registry.WaitGuard;
import io.jbuild.core.registry.WaitGuard.SlowException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Sends GET requests: tries again where that can help, and follows redirects by hand so that
 * credentials stay with the host they are for. It stands on the JDK's old client, which is there
 * some 400 ms sooner than the new one, so that a cached build has its answer early.
 */
final class HttpExchange {
  private static final int MOST_REDIRECTS = 10;

  /** Who lets a connection hang does so again: the user shall not wait for all tries. */
  private static final int MOST_TIMEOUTS = 2;

  private final RemoteSettings settings;
  private final Proxies proxies;
  private final Backoff backoff;

  HttpExchange(RemoteSettings settings, Proxies proxies) {
    this.settings = settings;
    this.proxies = proxies;
    this.backoff = new Backoff(settings.firstDelay());
  }

  /** Does something with an answer. */
  @FunctionalInterface
  interface Reader<T> {
    T read(HttpAnswer answer) throws IOException;
  }

  /**
   * What a reader makes of the answer, which is 2xx or 304. An answer that breaks off is asked for
   * again.
   *
   * @param credentials an {@code Authorization} for the address's own host alone
   * @param downgrade whether a redirect may lead from https to http
   * @throws RemoteException when there is no such answer
   */
  <T> T get(
      HttpAddress address,
      Map<String, String> headers,
      Optional<String> credentials,
      boolean downgrade,
      Reader<T> reader)
      throws IOException {
    return NetworkThread.call(() -> tried(address, headers, credentials, downgrade, reader));
  }

  private <T> T tried(
      HttpAddress address,
      Map<String, String> headers,
      Optional<String> credentials,
      boolean downgrade,
      Reader<T> reader)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= settings.attempts();
      try (HttpAnswer answer = follow(address, headers, credentials, downgrade)) {
        int status = answer.status();
        if (status / 100 == 2 || status == HttpURLConnection.HTTP_NOT_MODIFIED) {
          return reader.read(answer);
        }
        if (last
            || !Backoff.isTransient(status)
            || !backoff.pause(attempt, answer.header("Retry-After"))) {
          throw refused(address, answer);
        }
        continue;
      } catch (SocketTimeoutException | SlowException e) {
        if (last || attempt >= MOST_TIMEOUTS) {
          throw unreachable(address, e);
        }
      } catch (TransferException e) {
        if (last) {
          throw unreachable(address, e);
        }
      }
      backoff.pause(attempt, "");
    }
  }

  /** A failure of the connection, not of the disk. */
  static final class TransferException extends IOException {
    private static final long serialVersionUID = 1L;

    TransferException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private HttpAnswer follow(
      HttpAddress address,
      Map<String, String> headers,
      Optional<String> credentials,
      boolean downgrade)
      throws IOException {
    HttpAddress at = address;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      Optional<String> authorization = at.sameOrigin(address) ? credentials : at.basicCredentials();
      HttpAnswer answer = send(at, headers, authorization);
      String location = answer.header("Location");
      if (!isRedirect(answer.status()) || location.isEmpty()) {
        return answer;
      }
      answer.close();
      HttpAddress to =
          at.redirected(location)
              .orElseThrow(
                  () ->
                      new RemoteException(
                          "`" + address + "` redirects to something that is no web address", ""));
      if (to.isPlain() && !at.isPlain() && !downgrade) {
        throw new RemoteException(
            "`" + address + "` redirects from https to plain http, to `" + to + "`",
            "give `--checksum`, which makes that safe, or another address");
      }
      at = to;
    }
    throw new RemoteException(
        "`" + address + "` redirects more than " + MOST_REDIRECTS + " times",
        "look for a circle of redirects, and give the address they should lead to");
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private HttpAnswer send(
      HttpAddress address, Map<String, String> headers, Optional<String> authorization)
      throws IOException {
    var connection =
        (HttpURLConnection) address.uri().toURL().openConnection(proxies.of(address.uri()));
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
    connection.setReadTimeout((int) settings.stallTimeout().toMillis());
    connection.setRequestProperty("User-Agent", "jbuild");
    connection.setRequestProperty("Accept", "*/*");
    headers.forEach(connection::setRequestProperty);
    authorization.ifPresent(value -> connection.setRequestProperty("Authorization", value));
    proxies
        .authorization(address.uri())
        .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    // Between two bytes the client's own limit holds, for a whole head it knows none.
    var guard = new WaitGuard(settings.stallTimeout(), Thread.currentThread()::interrupt);
    Duration head = settings.connectTimeout().plus(settings.stallTimeout());
    try {
      int status = guard.run(head, connection::getResponseCode);
      if (status < 0) {
        throw new IOException("the answer is not HTTP");
      }
      return new HttpAnswer(connection, status, guard);
    } catch (SlowException e) {
      guard.close();
      connection.disconnect();
      throw HttpAnswer.forget(e);
    } catch (SocketTimeoutException | UnknownHostException | SSLException e) {
      guard.close();
      connection.disconnect();
      throw e instanceof SocketTimeoutException ? e : unreachable(address, e);
    } catch (IOException e) {
      guard.close();
      connection.disconnect();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      throw new TransferException(e);
    }
  }

  private static RemoteException refused(HttpAddress address, HttpAnswer answer) {
    int status = answer.status();
    String hint =
        switch (status) {
          case 401, 403 ->
              "check the address; if it needs a token, give it with"
                  + " `--secret id=HTTP_AUTH_TOKEN_"
                  + address.host()
                  + ",src=FILE`";
          case 404, 410 -> "check the address";
          default -> status >= 500 || status == 429 ? "try again later" : "";
        };
    return new RemoteException("`" + address + "` answers with status " + status, hint);
  }

  private static RemoteException unreachable(HttpAddress address, IOException failure) {
    Throwable e = failure instanceof TransferException ? failure.getCause() : failure;
    String at = "`" + address + "` ";
    if (e instanceof UnknownHostException) {
      return new RemoteException(
          at + "cannot be fetched: the host `" + address.host() + "` is not known",
          "check the address and the network",
          e);
    }
    if (e instanceof SSLException) {
      return new RemoteException(
          at + "cannot be fetched: " + tls(e),
          "check the certificate, or make its authority known to Java",
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return new RemoteException(
          at + "does not answer: nothing came for too long",
          "try again later, or fetch it from somewhere else",
          e);
    }
    if (e instanceof SlowException) {
      return new RemoteException(
          at + "answers too slowly: " + e.getMessage(),
          "try again later, or fetch it from somewhere else",
          e);
    }
    String how =
        e instanceof ConnectException
            ? "cannot be reached: connection refused or no route"
            : "cannot be fetched: the connection broke off";
    return new RemoteException(
        at + how, "check that the server is running and that this machine may reach it", e);
  }

  private static String tls(Throwable e) {
    return String.valueOf(e.getMessage()).contains("SSL message")
        ? "the server speaks no TLS"
        : "its certificate is not trusted here";
  }
}
