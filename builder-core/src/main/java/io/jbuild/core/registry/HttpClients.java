package io.jbuild.core.registry;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The JDK's HTTP clients, made when they are needed: one for plain connections, one for TLS, and
 * one for each host with certificates of its own. HTTP/1.1, since parallel blobs come faster over
 * connections of their own; redirects are not followed, {@link Transport} does that.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);
  private static final String PLAIN = "http:";
  private static final String TLS = "https:";

  private final RegistrySettings settings;
  private final TlsContexts contexts;
  private final Map<String, HttpClient> clients = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();

  HttpClients(RegistrySettings settings) {
    this.settings = settings;
    this.contexts = new TlsContexts(settings);
  }

  /** The client for an address. */
  synchronized HttpClient client(URI uri) throws IOException {
    boolean plain = uri.getScheme().equals("http");
    String host = uri.getAuthority();
    String key = plain ? PLAIN : keys.get(host);
    if (key == null) {
      key = contexts.isSpecial(host) ? host : TLS;
      keys.put(host, key);
    }
    HttpClient client = clients.get(key);
    if (client == null) {
      client = make(plain ? TlsContexts.unused() : contexts.of(host), uri);
      clients.put(key, client);
    }
    return client;
  }

  private HttpClient make(SSLContext context, URI uri) {
    Duration timeout = settings.timeout();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(context)
            .proxy(new Selector(settings.network().proxies()))
            .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT);
    settings.network().proxies().userInfo(uri).map(Login::new).ifPresent(builder::authenticator);
    return builder.build();
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }

  private static final class Selector extends ProxySelector {
    private final Proxies proxies;

    Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(proxies.of(uri));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // told by the request itself
    }
  }

  /** Answers a proxy that asks for a password; registries are answered elsewhere. */
  private static final class Login extends Authenticator {
    private final String userInfo;

    Login(String userInfo) {
      this.userInfo = userInfo;
      // Since JDK 8 no client says a password to a proxy for https unless this is empty.
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      Optional<Integer> colon =
          Optional.of(userInfo.indexOf(':')).filter(position -> position >= 0);
      return new PasswordAuthentication(
          userInfo.substring(0, colon.orElse(userInfo.length())),
          colon.map(c -> userInfo.substring(c + 1)).orElse("").toCharArray());
    }
  }
}
