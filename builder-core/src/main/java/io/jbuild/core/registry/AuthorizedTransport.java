package io.jbuild.core.registry;

import io.jbuild.core.image.ImageName;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests to registries with what they want to see: finds where a registry listens, answers
 * its challenges, keeps its tokens. Credentials go to the registry's own address alone.
 */
final class AuthorizedTransport implements AutoCloseable {
  private final Transport transport;
  private final Endpoints endpoints;
  private final Authorizer authorizer;

  AuthorizedTransport(RegistrySettings settings, CredentialSource credentials, Pace pace) {
    this.transport = new Transport(settings, pace);
    this.endpoints = new Endpoints(settings, transport);
    this.authorizer = new Authorizer(transport, credentials);
  }

  Transport transport() {
    return transport;
  }

  /** The address of a registry, without a slash at its end. */
  URI base(String registry) throws IOException {
    return endpoints.base(registry);
  }

  /**
   * A GET of something in a repository.
   *
   * @param path below the repository, with a slash at its beginning
   */
  Request request(ImageName name, String path, String what) throws IOException {
    URI uri = URI.create(base(name.registry()) + "/v2/" + name.repository() + path);
    return Request.get(name.registry(), name.familiar(), what, uri, Map.of());
  }

  /** Sends a request, with retries, answering a challenge if there is one. */
  Answer send(Access access, Request request) throws IOException {
    return send(access, request, transport::send);
  }

  /** As {@link #send}, but without retries: what breaks is thrown as it is. */
  Answer sendOnce(Access access, Request request) throws IOException {
    return send(access, request, transport::sendOnce);
  }

  private interface Sender {
    Answer send(Request request) throws IOException;
  }

  private Answer send(Access access, Request request, Sender sender) throws IOException {
    if (!WebOrigin.same(base(access.registry()), request.uri())) {
      return sender.send(request);
    }
    Optional<String> header = authorizer.known(request, access);
    Answer answer = sender.send(with(request, header));
    if (answer.status() != 401) {
      return answer;
    }
    List<Challenge> challenges = new ArrayList<>();
    for (String value : answer.headers().allValues("WWW-Authenticate")) {
      challenges.addAll(Challenge.parse(value));
    }
    Optional<String> fresh = authorizer.answer(request, access, challenges, header);
    if (fresh.isEmpty()) {
      return answer;
    }
    answer.close();
    answer = sender.send(with(request, fresh));
    if (answer.status() == 401 && authorizer.hasCredentials(access.registry())) {
      answer.close();
      throw TokenServer.refused(request, 401);
    }
    return answer;
  }

  private static Request with(Request request, Optional<String> header) {
    return header.isEmpty() ? request : request.withHeader("Authorization", header.get());
  }

  /** Ends all connections. */
  @Override
  public void close() {
    transport.close();
  }
}
