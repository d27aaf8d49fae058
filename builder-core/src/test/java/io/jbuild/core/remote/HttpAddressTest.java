package io.jbuild.core.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.registry.Proxies;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpAddressTest {
  private static String name(String address) {
    return HttpAddress.parse(address).fileName();
  }

  @Test
  void filesAreNamedAfterTheirPath() {
    assertEquals("b.txt", name("http://h/a/b.txt?x=/y#z"));
    assertEquals("a b", name("http://h/a%20b"));
    assertEquals("a b", name("http://h/a b"));
    assertEquals("b", name("http://h/a%2Fb"));
    assertEquals("ü[1]", name("http://h/ü[1]"));
    assertEquals("d", name("http://h/d/"));
    for (String bare : new String[] {"http://h", "http://h/", "http://h/..", "http://h/%00"}) {
      assertEquals("__unnamed__", name(bare), bare);
    }
  }

  @Test
  void hostsMayBeIpv6() {
    for (String text : new String[] {"http://[::1]", "http://[::1]:80/x[1]"}) {
      assertEquals("[::1]", HttpAddress.parse(text).host());
    }
    HttpAddress from = HttpAddress.parse("http://h/a/b");
    assertEquals("http://h/a/x%5B1%5D", from.redirected("x[1]").orElseThrow().text());
  }

  @Test
  void nonsenseIsNoAddress() {
    for (String text : new String[] {"http://", "http:///x", "ftp://h/x", "x", "http://h:x/"}) {
      assertThrows(IllegalArgumentException.class, () -> HttpAddress.parse(text), text);
    }
  }

  @Test
  void credentialsStayWithSchemeHostAndPort() {
    HttpAddress address = HttpAddress.parse("https://h/x");
    assertTrue(address.sameOrigin(HttpAddress.parse("https://H:443/y")));
    for (String other : new String[] {"http://h/x", "https://i/x", "https://h:444/x"}) {
      assertFalse(address.sameOrigin(HttpAddress.parse(other)), other);
    }
  }

  @Test
  void proxiesAreThoseOfTheEnvironment() {
    var proxies =
        new Proxies(
            Map.of(
                "http_proxy",
                "http://u:p@proxy:3128",
                "HTTPS_PROXY",
                "secure:8080",
                "no_proxy",
                "direct.example, .local"));
    assertEquals("proxy:3128", address(proxies, "http://h/x"));
    assertEquals("secure:8080", address(proxies, "https://h/x"));
    assertTrue(proxies.authorization(URI.create("http://h/x")).isPresent());
    for (String direct :
        new String[] {
          "http://direct.example/x",
          "http://a.direct.example/",
          "http://x.local/",
          "http://127.0.0.1/"
        }) {
      assertEquals(Proxy.NO_PROXY, proxies.of(URI.create(direct)), direct);
    }
  }

  private static String address(Proxies proxies, String uri) {
    var address = (java.net.InetSocketAddress) proxies.of(URI.create(uri)).address();
    return address.getHostString() + ":" + address.getPort();
  }
}
