package io.jbuild.core.plan;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ports of EXPOSE: {@code [[ip:]host:]port[-port][/protocol]}. What stands before the port is
 * checked and has no effect, as in BuildKit.
 */
final class Ports {
  private static final int HIGHEST = 65535;

  private Ports() {}

  /**
   * The ports a text stands for, as the image config names them: {@code 80/tcp}.
   *
   * @throws IllegalArgumentException with a message for the user when it is not a port
   */
  static List<String> parse(String text) {
    String[] parts = text.split(":", -1);
    String container = parts[parts.length - 1];
    String host = parts.length > 1 ? parts[parts.length - 2] : "";
    String address =
        parts.length > 2 ? String.join(":", List.of(parts).subList(0, parts.length - 2)) : "";

    int slash = container.indexOf('/');
    String port = slash < 0 ? container : container.substring(0, slash);
    String protocol = slash < 0 ? "" : container.substring(slash + 1).toLowerCase(Locale.ROOT);
    if (port.isEmpty()) {
      throw new IllegalArgumentException("`" + text + "` names no port");
    }
    switch (protocol) {
      case "" -> protocol = "tcp";
      case "tcp", "udp", "sctp" -> {}
      default ->
          throw new IllegalArgumentException(
              "`" + protocol + "` is not a protocol: expected `tcp`, `udp` or `sctp`");
    }
    checkAddress(address);
    Interval ports = interval(port);
    if (!host.isEmpty()) {
      Interval hosts = interval(host);
      if (hosts.last - hosts.first != ports.last - ports.first && ports.first != ports.last) {
        throw new IllegalArgumentException(
            "the port ranges `" + host + "` and `" + port + "` differ in length");
      }
    }
    var found = new ArrayList<String>();
    for (int number = ports.first; number <= ports.last; number++) {
      found.add(number + "/" + protocol);
    }
    return found;
  }

  private static void checkAddress(String text) {
    if (text.isEmpty()) {
      return;
    }
    String address =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    try {
      InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("`" + text + "` is not an IP address", e);
    }
  }

  private record Interval(int first, int last) {}

  private static Interval interval(String text) {
    int dash = text.indexOf('-');
    int first = number(dash < 0 ? text : text.substring(0, dash), text);
    int last = dash < 0 ? first : number(text.substring(dash + 1), text);
    if (last < first) {
      throw new IllegalArgumentException("the port range `" + text + "` ends before it begins");
    }
    return new Interval(first, last);
  }

  private static int number(String digits, String text) {
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > HIGHEST) {
      throw new IllegalArgumentException(
          "`" + text + "` is not a port: expected a number up to 65535 or a range such as 80-90");
    }
    return Integer.parseInt(digits);
  }
}
