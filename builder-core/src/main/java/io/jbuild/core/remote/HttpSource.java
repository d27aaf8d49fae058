package io.jbuild.core.remote;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Checksum;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.Proxies;
import io.jbuild.core.registry.TransferProgress;
import io.jbuild.core.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files from web servers, as blobs of the store. What is in the store already is not downloaded
 * again: with a checksum nothing is asked, else one conditional request is made (RFC 9110, 13).
 * Thread-safe.
 *
 * <p>The secrets {@code HTTP_AUTH_TOKEN_<host>} (a bearer token) and {@code
 * HTTP_AUTH_HEADER_<host>} (a whole {@code Authorization}) go to that host, and never on to another
 * one that it redirects to.
 */
public final class HttpSource {
  private static final int BUFFER = 1 << 16;

  private final StoreDirectory store;
  private final RemoteSettings settings;
  private final Secrets secrets;
  private final BuildListener listener;
  private final HttpRecords records;
  private final HttpExchange exchange;

  /**
   * @param listener is told of bytes that come
   */
  public HttpSource(
      StoreDirectory store, RemoteSettings settings, Secrets secrets, BuildListener listener) {
    this.store = store;
    this.settings = settings;
    this.secrets = secrets;
    this.listener = listener;
    this.records = new HttpRecords(store.remote());
    this.exchange = new HttpExchange(settings, new Proxies(System.getenv()));
  }

  /**
   * What an address holds now. Nothing is left in the store of a download that fails.
   *
   * @param checksum what the bytes must come to
   * @throws RemoteException when it cannot be had, is too long, or is not what it should be
   */
  public HttpFile fetch(HttpAddress address, Optional<Checksum> checksum) throws IOException {
    return fetch(address, checksum, () -> {});
  }

  /**
   * As {@link #fetch(HttpAddress, Optional)}.
   *
   * @param downloading is run when bytes are about to come; again when they have to come again
   */
  public HttpFile fetch(HttpAddress address, Optional<Checksum> checksum, Runnable downloading)
      throws IOException {
    Optional<HttpRecords.Known> known =
        records.find(address).filter(earlier -> store.blobs().has(earlier.file().content()));
    if (known.isPresent() && !records.claim(address, store.blobs(), known.get())) {
      known = Optional.empty();
    }
    if (checksum.isPresent()) {
      if (known.isPresent() && isAs(checksum.get(), known.get().file())) {
        return known.get().file();
      }
      known = Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    known.ifPresent(
        earlier -> {
          if (!earlier.etag().isEmpty()) {
            headers.put("If-None-Match", earlier.etag());
          }
          if (!earlier.lastModified().isEmpty()) {
            headers.put("If-Modified-Since", earlier.lastModified());
          }
        });
    Optional<HttpRecords.Known> earlier = known.filter(HttpRecords.Known::hasValidator);
    HttpRecords.Known now =
        exchange.get(
            address,
            headers,
            credentials(address),
            checksum.isPresent(),
            answer -> read(address, answer, earlier, checksum, downloading));
    if (now.file().downloaded()) {
      records.put(address, now);
    }
    return now.file();
  }

  private boolean isAs(Checksum checksum, HttpFile file) throws IOException {
    if (checksum.isSha256()) {
      return checksum.matches(file.content());
    }
    try (InputStream bytes = store.blobs().open(file.content())) {
      return checksum.matches(bytes);
    }
  }

  private Optional<String> credentials(HttpAddress address) throws IOException {
    Optional<byte[]> token = secrets.read("HTTP_AUTH_TOKEN_" + address.host());
    if (token.isPresent()) {
      return Optional.of("Bearer " + oneLine(token.get()));
    }
    Optional<byte[]> header = secrets.read("HTTP_AUTH_HEADER_" + address.host());
    return header.map(HttpSource::oneLine).or(address::basicCredentials);
  }

  /** Secrets in files mostly end in a line feed, and a header holds none. */
  static String oneLine(byte[] secret) {
    return new String(secret, StandardCharsets.UTF_8).strip().replaceAll("[\\r\\n]", "");
  }

  private HttpRecords.Known read(
      HttpAddress address,
      HttpAnswer answer,
      Optional<HttpRecords.Known> earlier,
      Optional<Checksum> checksum,
      Runnable downloading)
      throws IOException {
    if (answer.status() == HttpURLConnection.HTTP_NOT_MODIFIED) {
      return earlier.orElseThrow(
          () ->
              new RemoteException(
                  "`" + address + "` says that nothing changed, but nothing was asked",
                  "the server is at fault; fetch the file from somewhere else"));
    }
    String etag = answer.header("ETag");
    if (earlier.isPresent() && !etag.isEmpty() && isSame(etag, earlier.get().etag())) {
      return earlier.get();
    }
    String lastModified = answer.header("Last-Modified");
    downloading.run();
    BlobWriter.Committed blob = download(address, answer, checksum);
    return new HttpRecords.Known(
        new HttpFile(blob.digest(), blob.size(), time(lastModified), true), etag, lastModified);
  }

  /** Some servers know their tags but not the question. Weak tags are as good here. */
  private static boolean isSame(String one, String other) {
    return one.replaceFirst("^W/", "").equals(other.replaceFirst("^W/", ""));
  }

  private static Instant time(String httpDate) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private BlobWriter.Committed download(
      HttpAddress address, HttpAnswer answer, Optional<Checksum> checksum) throws IOException {
    long length = answer.length();
    if (length > settings.mostBytes()) {
      throw tooLong(address);
    }
    var progress = new TransferProgress("fetch " + address, Math.max(0, length), listener);
    Optional<MessageDigest> hash = checksum.map(Checksum::newHash);
    try (BlobWriter writer = store.blobs().newBlob();
        InputStream body = answer.body()) {
      byte[] buffer = new byte[BUFFER];
      for (int n = answer.read(body, buffer); n >= 0; n = answer.read(body, buffer)) {
        if (writer.size() + n > settings.mostBytes()) {
          throw tooLong(address);
        }
        writer.write(buffer, 0, n);
        if (hash.isPresent()) {
          hash.get().update(buffer, 0, n);
        }
        progress.add(n);
      }
      if (length >= 0 && writer.size() != length) {
        throw new HttpExchange.TransferException(
            new IOException(writer.size() + " of " + length + " bytes came"));
      }
      if (hash.isPresent()) {
        check(address, checksum.get(), checksum.get().of(hash.get()));
      }
      progress.finish();
      return writer.commit();
    }
  }

  private static void check(HttpAddress address, Checksum expected, Checksum actual)
      throws RemoteException {
    if (!expected.equals(actual)) {
      throw new RemoteException(
          "digest mismatch: `" + address + "` has `" + actual + "`, not `" + expected + "`",
          "if the file is meant to have changed, give its new checksum");
    }
  }

  private RemoteException tooLong(HttpAddress address) {
    return new RemoteException(
        "`" + address + "` sends more than " + settings.mostBytes() + " bytes",
        "fetch a smaller file");
  }
}
