package io.jbuild.core.registry;

import io.jbuild.core.registry.RegistryException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Tells why there was no answer. */
final class ConnectionFailure {
  private ConnectionFailure() {}

  /** Whether another try may succeed. */
  static boolean mayPass(IOException e) {
    boolean brokenHandshake = has(e, EOFException.class) || has(e, SocketException.class);
    return !isUnknownHost(e) && (!(e instanceof SSLException) || brokenHandshake);
  }

  /** The error for the user. */
  static RegistryException of(Request request, IOException e) {
    if (e instanceof RegistryException told) {
      return told;
    }
    String at = "registry `" + request.registry() + "`";
    if (isUnknownHost(e)) {
      return Answers.error(
          request,
          Kind.UNKNOWN_HOST,
          0,
          "the host of " + at + " is not known, for " + request.what(),
          "check the name and the network"
              + (request.reads()
                  ? "; without internet, bring the base image here with `jbuild load` (an image"
                      + " archive) or `jbuild import` (a root filesystem tar)"
                  : ""));
    }
    if (e instanceof SSLException && !mayPass(e)) {
      return ofTls(request, at, e);
    }
    String how =
        e instanceof ConnectException
            ? " cannot be reached: connection refused or no route"
            : e instanceof HttpTimeoutException
                ? " does not answer in time"
                : " broke off: " + Answers.clean(String.valueOf(e.getMessage()), 200);
    return Answers.error(
        request,
        Kind.UNREACHABLE,
        0,
        at + how + ", for " + request.what(),
        "check that it is running and that this machine may reach it");
  }

  private static RegistryException ofTls(Request request, String at, IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("ssl message")) {
      return Answers.error(
          request,
          Kind.TLS,
          0,
          at + " speaks no TLS",
          "if plain http is meant, say `--insecure-registry " + request.registry() + "`");
    }
    boolean untrusted =
        has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class);
    return Answers.error(
        request,
        Kind.TLS,
        0,
        at
            + (untrusted
                ? " has a certificate that is not trusted here"
                : " cannot be spoken to by TLS: "
                    + Answers.clean(String.valueOf(e.getMessage()), 200)),
        "check the certificate; one of an authority of your own is trusted from"
            + " `/etc/docker/certs.d/"
            + request.registry()
            + "/ca.crt`, from the file that `SSL_CERT_FILE` names, or as `ca` of the registry in"
            + " `~/.config/jbuild/registries.json`");
  }

  private static boolean isUnknownHost(Throwable e) {
    return has(e, UnknownHostException.class) || has(e, UnresolvedAddressException.class);
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    int depth = 0;
    for (Throwable t = e; t != null && depth < 20; t = t.getCause(), depth++) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
