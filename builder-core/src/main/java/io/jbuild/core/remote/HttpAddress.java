package io.jbuild.core.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** An {@code http://} or {@code https://} address. */
public final class HttpAddress {
  /** What a file is called whose address has no path, as BuildKit has it. */
  private static final String UNNAMED = "__unnamed__";

  private static final String PLAIN = "-._~:/?#[]@!$&'()*+,;=%";

  private final String text;
  private final URI uri;

  private HttpAddress(String text, URI uri) {
    this.text = text;
    this.uri = uri;
  }

  /**
   * Reads an address; what must not stand in one is escaped.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static HttpAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(escaped(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("`" + shown(text) + "` is no valid URL", e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
      throw new IllegalArgumentException("`" + shown(text) + "` is no valid URL");
    }
    return new HttpAddress(text, uri);
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder(text.length());
    int scheme = text.indexOf("://");
    int slash = scheme < 0 ? 0 : text.indexOf('/', scheme + 3);
    int authorityEnd = slash < 0 ? text.length() : slash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      boolean bracket = (c == '[' || c == ']') && escaped.length() > authorityEnd;
      if (!bracket && c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        escaped.append((char) c);
      } else {
        escaped.append('%').append("%02X".formatted(c));
      }
    }
    return escaped.toString();
  }

  /** The address that a redirect leads to; nothing when it is none to follow. */
  Optional<HttpAddress> redirected(String location) {
    try {
      return Optional.of(parse(uri.resolve(escaped(location)).toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  URI uri() {
    return uri;
  }

  String host() {
    return uri.getHost();
  }

  boolean isPlain() {
    return uri.getScheme().equalsIgnoreCase("http");
  }

  /** Whether credentials for the one may be shown to the other. */
  boolean sameOrigin(HttpAddress other) {
    return isPlain() == other.isPlain()
        && host().equalsIgnoreCase(other.host())
        && port() == other.port();
  }

  private int port() {
    return uri.getPort() >= 0 ? uri.getPort() : isPlain() ? 80 : 443;
  }

  /** The {@code Authorization} that a name and a password in the address stand for. */
  Optional<String> basicCredentials() {
    return Optional.ofNullable(uri.getUserInfo())
        .map(
            user ->
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            (user.contains(":") ? user : user + ":")
                                .getBytes(StandardCharsets.UTF_8)));
  }

  /** The name that a file of this address gets: the last part of the path. */
  public String fileName() {
    String path = String.valueOf(uri.getPath());
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String name = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    return name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0
        ? UNNAMED
        : name;
  }

  /** The address as given, for the store. */
  String text() {
    return text;
  }

  /** The address without a password, for messages. */
  @Override
  public String toString() {
    return shown(text);
  }

  /** Any address without a password. */
  public static String shown(String address) {
    int scheme = address.indexOf("://");
    int slash = scheme < 0 ? -1 : address.indexOf('/', scheme + 3);
    int at = address.lastIndexOf('@', slash < 0 ? address.length() : slash);
    int colon = scheme < 0 ? -1 : address.indexOf(':', scheme + 3);
    return colon >= 0 && colon < at
        ? address.substring(0, colon + 1) + "xxxxx" + address.substring(at)
        : address;
  }
}
