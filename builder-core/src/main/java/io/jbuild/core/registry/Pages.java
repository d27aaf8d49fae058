package io.jbuild.core.registry;

import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers in pages, each with the address of the next (RFC 8288, {@code Link}). */
final class Pages {
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
  private static final int MOST = 100;

  private final AuthorizedTransport transport;
  private final Access access;

  Pages(AuthorizedTransport transport, Access access) {
    this.transport = transport;
    this.access = access;
  }

  /** Takes the document of a page; whether the next one is wanted. */
  @FunctionalInterface
  interface Reader {
    boolean read(Json page) throws ImageFormatException;
  }

  /** Reads pages until there is none, or no more is wanted. */
  void read(Request first, Reader reader) throws IOException {
    Request request = first;
    for (int page = 0; page < MOST; page++) {
      try (Answer answer = transport.send(access, request)) {
        if (answer.status() != 200) {
          throw Answers.failure(request, answer);
        }
        if (!reader.read(Json.parse(bytes(request, answer), "answer"))) {
          return;
        }
        Optional<URI> next = next(request, answer);
        if (next.isEmpty()) {
          return;
        }
        request =
            Request.get(request.registry(), request.name(), request.what(), next.get(), Map.of());
      } catch (ImageFormatException e) {
        throw Answers.error(
            request,
            Kind.BAD_CONTENT,
            200,
            "registry `"
                + request.registry()
                + "` sent something else than "
                + request.what()
                + ": "
                + e.getMessage(),
            "check that a registry is at this address");
      }
    }
  }

  /** The next page, which is to be on the same server. */
  static Optional<URI> next(Request request, Answer answer) {
    Matcher link = NEXT.matcher(answer.header("Link"));
    if (!link.find()) {
      return Optional.empty();
    }
    try {
      URI next = request.uri().resolve(link.group(1));
      return WebOrigin.same(request.uri(), next) ? Optional.of(next) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The body of an answer, which is no longer than a manifest may be. */
  static byte[] bytes(Request request, Answer answer) throws IOException {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(RegistryClient.MAX_MANIFEST + 1);
      if (bytes.length <= RegistryClient.MAX_MANIFEST) {
        return bytes;
      }
    } catch (IOException e) {
      throw ConnectionFailure.of(request, e);
    }
    throw Answers.error(
        request,
        Kind.TOO_LARGE,
        200,
        "registry `" + request.registry() + "` sent more than 4 MiB for " + request.what(),
        "");
  }
}
