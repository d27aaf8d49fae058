package io.jbuild.core.registry;

import io.jbuild.core.image.ImageName;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * One upload session of a registry (OCI distribution spec 1.1, "Pushing blobs"): where to send
 * bytes next, and how many the registry has. Each step gives the session after it.
 *
 * @param location where the next bytes go
 * @param offset how many bytes are there
 * @param leastChunk of all chunks but the last, as the registry asks; 0 if it does not
 */
record UploadSession(URI location, long offset, long leastChunk) {
  /** A new one in a repository. */
  static UploadSession open(AuthorizedTransport transport, ImageName target, String what)
      throws IOException {
    Request request = start(transport, target, what, "");
    try (Answer answer = transport.send(Access.push(target), request)) {
      if (answer.status() != 202) {
        throw Answers.failure(request, answer);
      }
      return of(request, answer, 0);
    }
  }

  /** The request that opens one, or mounts a blob by the query. */
  static Request start(AuthorizedTransport transport, ImageName target, String what, String query)
      throws IOException {
    return transport
        .request(target, "/blobs/uploads/" + query, what)
        .withMethod("POST")
        .withBody(Body.empty());
  }

  /** The session that an answer of 202 opens or goes on with. */
  static UploadSession of(Request request, Answer answer, long offset) throws RegistryException {
    URI location;
    try {
      location = request.uri().resolve(answer.header("Location"));
    } catch (IllegalArgumentException e) {
      location = URI.create("invalid:");
    }
    if ("http".equals(location.getScheme())
        && "https".equals(request.uri().getScheme())
        && request.uri().getHost().equalsIgnoreCase(location.getHost())) {
      // A registry behind a proxy that speaks TLS for it and does not tell it so.
      String query = location.getRawQuery() == null ? "" : "?" + location.getRawQuery();
      location = request.uri().resolve(location.getRawPath() + query);
    }
    boolean https = "https".equals(location.getScheme());
    boolean plain = "http".equals(location.getScheme()) && "http".equals(request.uri().getScheme());
    if (answer.header("Location").isEmpty() || location.getHost() == null || !(https || plain)) {
      throw Answers.error(
          request,
          Kind.BAD_REDIRECT,
          answer.status(),
          "registry `" + request.registry() + "` names no place to send " + request.what() + " to",
          "tell those who run the registry");
    }
    String least = answer.header("OCI-Chunk-Min-Length");
    return new UploadSession(
        location, offset, least.matches("[0-9]{1,12}") ? Long.parseLong(least) : 0);
  }

  /** The rest of a blob and the end of the session, in one request. */
  Request finish(BlobPush push, Body rest) {
    String digest = "digest=" + push.blob().digest().toString().replace(":", "%3A");
    String query = location.getRawQuery() == null ? "?" + digest : "&" + digest;
    return request(push, URI.create(location + query)).withMethod("PUT").withBody(rest);
  }

  /** Some bytes more. */
  Request chunk(BlobPush push, Body bytes) {
    return request(push, location)
        .withMethod("PATCH")
        .withHeader("Content-Range", offset + "-" + (offset + bytes.length() - 1))
        .withBody(bytes);
  }

  /** All bytes of a blob of which neither the length nor the digest is known yet. */
  Request stream(ImageName target, String what, Body bytes) {
    return request(target, what, location).withMethod("PATCH").withBody(bytes);
  }

  /** Gives it up. */
  Request cancel(ImageName target, String what) {
    return request(target, what, location).withMethod("DELETE");
  }

  /** The question how many bytes are there. */
  Request status(BlobPush push) {
    return request(push, location);
  }

  UploadSession withLeastChunk(long value) {
    return new UploadSession(location, offset, Math.max(leastChunk, value));
  }

  /** How many bytes the answer to {@link #status} tells of; distribution says 0-0 for none. */
  static long received(Answer answer) {
    String range = answer.header("Range").replace("bytes=", "");
    return range.matches("0-[0-9]{1,15}") && !range.equals("0-0")
        ? Long.parseLong(range.substring(2)) + 1
        : 0;
  }

  private static Request request(BlobPush push, URI uri) {
    return request(push.target(), push.what(), uri);
  }

  private static Request request(ImageName name, String what, URI uri) {
    return Request.get(name.registry(), name.familiar(), what, uri, Map.of());
  }
}
