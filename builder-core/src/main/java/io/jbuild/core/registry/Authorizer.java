package io.jbuild.core.registry;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the challenges of registries: basic auth, and bearer tokens as docker's token
 * specification has them, anonymous ones too. Keeps what it got for each access until it expires;
 * one thread fetches, the others wait for it.
 */
final class Authorizer {
  private final CredentialSource source;
  private final TokenServer tokens;
  private final Backoff clock;
  private final Map<Access, Held> held = new HashMap<>();
  private final Map<String, Optional<Credentials>> found = new HashMap<>();

  /** A header that was right, until when it will be, and what it was the answer to. */
  private record Held(String header, Instant until, List<Challenge> challenges) {}

  Authorizer(Transport transport, CredentialSource source) {
    this.source = source;
    this.tokens = new TokenServer(transport);
    this.clock = transport.backoff();
  }

  /**
   * The header that was right last time, or a fresh one if that has expired: nobody shall find out
   * at the end of a long upload.
   */
  synchronized Optional<String> known(Request request, Access access) throws IOException {
    Held known = held.get(access);
    if (known != null && clock.now().isAfter(known.until)) {
      return renew(request, access, known.challenges);
    }
    return Optional.ofNullable(known).map(Held::header);
  }

  /** Whether credentials were found for the registry, when they were looked for. */
  synchronized boolean hasCredentials(String registry) {
    return found.getOrDefault(registry, Optional.empty()).isPresent();
  }

  /**
   * A header for a request that was answered by 401.
   *
   * @param used what was sent with that request
   * @return nothing when there are no credentials to answer with
   */
  synchronized Optional<String> answer(
      Request request, Access access, List<Challenge> challenges, Optional<String> used)
      throws IOException {
    Optional<String> other = Optional.ofNullable(held.get(access)).map(Held::header);
    if (other.isPresent() && !other.equals(used)) {
      return other;
    }
    return renew(request, access, challenges);
  }

  private Optional<String> renew(Request request, Access access, List<Challenge> challenges)
      throws IOException {
    Optional<Held> fresh = fresh(request, access, challenges);
    fresh.ifPresentOrElse(value -> held.put(access, value), () -> held.remove(access));
    return fresh.map(Held::header);
  }

  private Optional<Held> fresh(Request request, Access access, List<Challenge> challenges)
      throws IOException {
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        TokenServer.Token token =
            tokens.token(request, access, challenge, credentials(access.registry()));
        return Optional.of(new Held("Bearer " + token.value(), token.until(), challenges));
      }
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("basic")
          && credentials(access.registry()).orElse(null) instanceof Credentials.Password p) {
        return Optional.of(new Held(p.basicHeader(), Instant.MAX, challenges));
      }
    }
    return Optional.empty();
  }

  private Optional<Credentials> credentials(String registry) throws RegistryException {
    Optional<Credentials> known = found.get(registry);
    if (known == null) {
      known = source.find(registry);
      found.put(registry, known);
    }
    return known;
  }
}
