package io.jbuild.core.registry;

import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Whom to trust on the other end of a TLS connection, and who to be. */
final class TlsContexts {
  private static final char[] NO_PASSWORD = new char[0];

  private final Network network;
  private final java.util.Set<String> insecure;

  TlsContexts(RegistrySettings settings) {
    this.network = settings.network();
    this.insecure = settings.insecure();
  }

  /** What is set for one host. */
  private record Own(List<Path> authorities, Optional<Path> certificate, Optional<Path> key) {}

  /** Whether there is anything for this host alone; else all such hosts share one context. */
  boolean isSpecial(String host) throws IOException {
    Own own = own(host);
    return insecure.contains(host) || !own.authorities.isEmpty() || own.certificate.isPresent();
  }

  /**
   * The context for a host.
   *
   * @throws RegistryException when a file that is named for it cannot be read
   */
  SSLContext of(String host) throws IOException {
    Own own = own(host);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust =
          insecure.contains(host) ? new TrustManager[] {new TrustAll()} : trust(own.authorities);
      context.init(keys(own), trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw broken(host, "the certificates for `" + host + "` cannot be used", e);
    }
  }

  /** For connections that have no TLS: reading the authorities of the JDK takes its time. */
  static SSLContext unused() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private TrustManager[] trust(List<Path> own) throws IOException, GeneralSecurityException {
    List<X509Certificate> trusted = new ArrayList<>();
    if (network.authorities().isPresent()) {
      trusted.addAll(read(network.authorities().get()));
    } else if (own.isEmpty()) {
      return null;
    } else {
      for (TrustManager manager : factory(null).getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          trusted.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
    }
    for (Path file : own) {
      trusted.addAll(read(file));
    }
    KeyStore store = emptyStore();
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("authority-" + i, trusted.get(i));
    }
    return factory(store).getTrustManagers();
  }

  private static TrustManagerFactory factory(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyManager[] keys(Own own) throws IOException, GeneralSecurityException {
    if (own.certificate.isEmpty()) {
      return null;
    }
    Path keyFile = own.key.orElseThrow();
    List<X509Certificate> chain = read(own.certificate.get());
    KeyStore store = emptyStore();
    try {
      store.setKeyEntry(
          "client", Pem.privateKey(keyFile), NO_PASSWORD, chain.toArray(Certificate[]::new));
    } catch (IOException | GeneralSecurityException e) {
      throw broken("", "the private key `" + keyFile + "` cannot be used", e);
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static List<X509Certificate> read(Path file) throws RegistryException {
    try {
      return Pem.certificates(file);
    } catch (IOException | GeneralSecurityException e) {
      throw broken("", "the certificates in `" + file + "` cannot be read", e);
    }
  }

  private Own own(String host) throws IOException {
    HostSettings set = network.host(host);
    List<Path> authorities = new ArrayList<>();
    set.authority().ifPresent(authorities::add);
    Optional<Path> certificate = set.certificate();
    Optional<Path> key = set.key();
    for (Path folder : network.certificateFolders()) {
      for (Path file : files(folder.resolve(host))) {
        String name = file.getFileName().toString();
        if (name.endsWith(".crt")) {
          authorities.add(file);
        } else if (name.endsWith(".cert") && certificate.isEmpty()) {
          certificate = Optional.of(file);
          key = Optional.of(file.resolveSibling(name.replaceFirst("\\.cert$", ".key")));
        }
      }
    }
    return new Own(authorities, certificate, key);
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> result = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(result::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    result.sort(null);
    return result;
  }

  private static RegistryException broken(String host, String what, Exception e) {
    return new RegistryException(
        Kind.CONFIGURATION,
        0,
        host,
        "",
        what + ": " + Answers.clean(String.valueOf(e.getMessage()), 200),
        "mend or remove the file");
  }

  /** For registries that are called insecure. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
