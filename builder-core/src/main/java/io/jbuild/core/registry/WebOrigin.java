package io.jbuild.core.registry;

import java.net.URI;

/** Whether two addresses are of one server (RFC 6454): scheme, host and port. */
final class WebOrigin {
  private WebOrigin() {}

  static boolean same(URI a, URI b) {
    return a.getScheme().equals(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
  }
}
