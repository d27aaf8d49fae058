package io.jbuild.core.registry;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies of the environment, as curl and Go read them: {@code http_proxy}, {@code
 * https_proxy}, {@code no_proxy}, in either spelling. Loopback addresses are reached without one.
 * An entry of {@code no_proxy} is a host with all below it, an address, a range of IPv4 addresses
 * ({@code 10.0.0.0/8}), each with a port perhaps, or {@code *}.
 */
public final class Proxies {
  private final Map<String, String> environment;

  /**
   * Proxies as variables name them.
   *
   * @param environment such as {@link System#getenv()}
   */
  public Proxies(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The proxy for an address, {@link Proxy#NO_PROXY} if it is reached without one. */
  public Proxy of(URI uri) {
    Optional<URI> proxy = address(uri);
    if (proxy.isEmpty()) {
      return Proxy.NO_PROXY;
    }
    int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.get().getHost(), port));
  }

  /**
   * The {@code Proxy-Authorization} that a name and a password in the proxy's address stand for.
   */
  public Optional<String> authorization(URI uri) {
    return address(uri)
        .map(URI::getUserInfo)
        .map(
            user ->
                "Basic "
                    + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
  }

  /** Name and password in the proxy's address. */
  Optional<String> userInfo(URI uri) {
    return address(uri).map(URI::getUserInfo);
  }

  private Optional<URI> address(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String proxy = variable(scheme + "_proxy");
    if (proxy.isEmpty() || isDirect(uri)) {
      return Optional.empty();
    }
    try {
      URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
      return address.getHost() == null ? Optional.empty() : Optional.of(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isDirect(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    for (String part : variable("no_proxy").toLowerCase(Locale.ROOT).split(",")) {
      String name = part.strip();
      String domain = name.startsWith(".") ? name.substring(1) : name;
      int colon = domain.lastIndexOf(':');
      if (colon > 0 && domain.substring(colon + 1).equals(String.valueOf(uri.getPort()))) {
        domain = domain.substring(0, colon);
      }
      if (name.equals("*")
          || isInRange(host, name)
          || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInRange(String host, String range) {
    if (!range.matches("[0-9.]{7,15}/[0-9]{1,2}") || !host.matches("[0-9.]{7,15}")) {
      return false;
    }
    int slash = range.indexOf('/');
    int bits = Integer.parseInt(range.substring(slash + 1));
    long mask = bits >= 32 ? 0xFFFFFFFFL : 0xFFFFFFFFL << (32 - bits) & 0xFFFFFFFFL;
    return (ipv4(host) & mask) == (ipv4(range.substring(0, slash)) & mask);
  }

  private static long ipv4(String text) {
    long value = 0;
    for (String part : text.split("\\.")) {
      value = value << 8 | (part.isEmpty() ? 0 : Integer.parseInt(part) & 0xFF);
    }
    return value;
  }

  private String variable(String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
  }
}
