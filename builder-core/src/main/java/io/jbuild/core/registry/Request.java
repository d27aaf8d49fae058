package io.jbuild.core.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request of HTTP.
 *
 * @param registry host as the user knows it, for errors
 * @param name of the image, for errors
 * @param what is asked for, for errors: {@code image `debian:latest`}
 * @param body none of a GET, HEAD or DELETE
 */
record Request(
    String registry,
    String name,
    String what,
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<Body> body) {
  static Request get(
      String registry, String name, String what, URI uri, Map<String, String> headers) {
    return new Request(registry, name, what, "GET", uri, headers, Optional.empty());
  }

  Request withMethod(String value) {
    return new Request(registry, name, what, value, uri, headers, body);
  }

  Request withBody(Body value) {
    return new Request(registry, name, what, method, uri, headers, Optional.of(value));
  }

  Request withHeader(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(registry, name, what, method, uri, more, body);
  }

  /** Whether it only reads. */
  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Headers hold credentials: they are not shown. */
  @Override
  public String toString() {
    return what + " at " + registry;
  }
}
