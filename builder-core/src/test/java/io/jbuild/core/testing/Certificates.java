package io.jbuild.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** An authority of one's own, and a certificate that it has given to 127.0.0.1. */
public record Certificates(Path authority, Path server, Path serverKey) {

  /** Made by {@code openssl} in a new folder; skips the test where there is none. */
  public static Certificates in(Path parent) throws IOException, InterruptedException {
    Programs.require("openssl");
    Path at = Files.createDirectory(parent.resolve("certificates"));
    Path ca = at.resolve("ca.pem");
    Path caKey = at.resolve("ca.key");
    Path server = at.resolve("server.pem");
    Path serverKey = at.resolve("server.key");
    Path request = at.resolve("server.csr");
    Path extensions = Files.writeString(at.resolve("ext"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj",
        "/CN=Test CA",
        "-keyout",
        caKey,
        "-out",
        ca);
    openssl(
        "req -newkey rsa:2048 -nodes -subj", "/CN=server", "-keyout", serverKey, "-out", request);
    openssl(
        "x509 -req -CAcreateserial -days 2 -in",
        request,
        "-CA",
        ca,
        "-CAkey",
        caKey,
        "-extfile",
        extensions,
        "-out",
        server);
    return new Certificates(ca, server, serverKey);
  }

  private static void openssl(String options, Object... more)
      throws IOException, InterruptedException {
    Programs.run(
        Stream.of(
                Stream.of("openssl"),
                Stream.of(options.split(" ")),
                Arrays.stream(more).map(Object::toString))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }
}
