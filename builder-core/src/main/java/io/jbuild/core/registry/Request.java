package io.jbuild.core.registry;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A GET, or a POST of a form.
 *
 * @param registry host as the user knows it
 * @param name of the image, for errors
 * @param what is asked for, for errors: {@code image `debian:latest`}
 * @param form the body of a POST; none: a GET
 */
record Request(
    String registry,
    String name,
    String what,
    URI uri,
    Map<String, String> headers,
    Optional<String> form) {
  static Request get(
      String registry, String name, String what, URI uri, Map<String, String> headers) {
    return new Request(registry, name, what, uri, headers, Optional.empty());
  }

  /** Headers hold credentials: they are not shown. */
  @Override
  public String toString() {
    return what + " at " + registry;
  }
}
