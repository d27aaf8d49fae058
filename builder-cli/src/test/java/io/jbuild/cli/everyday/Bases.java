package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The images that the cases build on, made once for all tests, out of the packages and programs of
 * this machine: {@code debian:bookworm} (minbase, sudo, setcap), {@code java:25} (Debian and what
 * jlink makes of the JDK that runs the tests) and {@code node:latest} (Debian and this machine's
 * node).
 */
final class Bases {
  static final String DEBIAN = "debian:bookworm";
  static final String JAVA = "java:25";
  static final String NPM = "npm:latest";
  static final String MAVEN = "maven:3";
  static final String NODE = "node:latest";
  private static final Set<String> PRESENT = new HashSet<>();
  private static Path debianTar;
  private static Path archives;

  private Bases() {}

  /** Has a base in the store of an installation. */
  static synchronized void provide(Installation installation, String base) {
    String present = installation.home() + " " + base;
    if (PRESENT.contains(present)) {
      return;
    }
    if (base.equals(DEBIAN)) {
      installation
          .jbuild(
              "import",
              "--change",
              "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "--change",
              "CMD [\"bash\"]",
              debianTar().toString(),
              DEBIAN)
          .succeeded();
    } else {
      installation.jbuild("load", archive(base).toString()).succeeded();
    }
    // Last: what failed is tried again by the next test, or told by it as it is.
    PRESENT.add(present);
  }

  /** The base as an OCI archive. */
  static synchronized Path archive(String base) {
    if (archives == null) {
      archives = Workspace.folder("bases");
    }
    Path archive = archives.resolve(base.replace(':', '-') + ".tar");
    if (!Files.exists(archive)) {
      Installation root = Installation.shared(Mode.ROOT);
      provide(root, DEBIAN);
      Path context = Workspace.folder("context-of-base");
      String dockerfile =
          switch (base) {
            case DEBIAN -> "FROM debian:bookworm\n";
            case JAVA -> java(context);
            case NODE -> node(context);
            case NPM -> npm(context);
            case MAVEN -> maven(context);
            default -> throw new IllegalArgumentException(base);
          };
      try {
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      root.build(context, base, "-o", "type=oci,dest=" + archive);
      Command.ok("rm", "-r", context.toString());
    }
    return archive;
  }

  private static String java(Path context) {
    Path jlink = Path.of(System.getProperty("java.home"), "bin/jlink");
    Require.that(Files.exists(jlink), "this JDK has no jlink");
    Command.ok(
        jlink.toString(),
        "--add-modules=java.base,jdk.compiler,jdk.jartool",
        "--strip-debug",
        "--compress=zip-6",
        "--no-man-pages",
        "--no-header-files",
        "--output",
        context.resolve("java").toString());
    return """
    FROM debian:bookworm
    COPY java /opt/java
    ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:$PATH
    WORKDIR /app
    """;
  }

  private static String node(Path context) {
    Require.programs("node", "ldd");
    Path node = Path.of(Command.ok("sh", "-c", "readlink -f \"$(command -v node)\"").out().trim());
    Path libraries = context.resolve("lib");
    try {
      Files.createDirectory(libraries);
      Files.copy(node, context.resolve("node"));
      // The base has the C library and what belongs to it; everything else comes along.
      for (String line : Command.ok("ldd", node.toString()).out().lines().toList()) {
        int arrow = line.indexOf("=> /");
        String path = arrow < 0 ? "" : line.substring(arrow + 3).trim().split(" ")[0];
        if (!path.isEmpty() && !path.matches(".*/lib(c|m|dl|pthread|rt|resolv)\\.so.*")) {
          Files.copy(
              Path.of(path).toRealPath(),
              libraries.resolve(Path.of(path).getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return """
    FROM debian:bookworm
    COPY --chmod=755 node /usr/local/bin/
    COPY lib/ /usr/local/lib/
    RUN ldconfig && node --version
    CMD ["node"]
    """;
  }

  /** This machine's npm for the node of {@link #NODE}, and the authorities that it trusts. */
  private static String npm(Path context) {
    Require.programs("npm");
    Command.ok(
        "sh",
        "-euc",
        "cp -rL \"$(dirname \"$(readlink -f \"$(command -v npm)\")\")/..\" \"$1/npm\""
            + " && cp -L /etc/ssl/certs/ca-certificates.crt \"$1\"",
        "sh",
        context.toString());
    provide(Installation.shared(Mode.ROOT), NODE);
    return """
    FROM node:latest
    COPY npm /usr/local/lib/node_modules/npm
    COPY ca-certificates.crt /etc/ssl/certs/
    ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && npm --version
    """;
  }

  /** This machine's Maven and what it is configured with. */
  private static String maven(Path context) {
    Require.programs("mvn");
    Command.ok(
        "sh",
        "-euc",
        "cp -rL \"$(dirname \"$(readlink -f \"$(command -v mvn)\")\")/..\" \"$1/maven\"",
        "sh",
        context.toString());
    Command.ok("cp", "-aL", System.getProperty("java.home"), context.resolve("jdk").toString());
    return """
    FROM debian:bookworm
    COPY jdk /opt/java
    COPY maven /opt/maven
    ENV JAVA_HOME=/opt/java PATH=/opt/maven/bin:/opt/java/bin:$PATH
    RUN mvn --version
    """;
  }

  private static Path debianTar() {
    if (debianTar == null) {
      Require.programs("mmdebstrap");
      Path tar = Workspace.folder("debian").resolve("rootfs.tar");
      Command.run(
              List.of(
                  "mmdebstrap",
                  "--quiet",
                  "--variant=minbase",
                  "--include=sudo,libcap2-bin",
                  "--aptopt=Acquire::Languages \"none\"",
                  "--dpkgopt=path-exclude=/usr/share/man/*",
                  "--dpkgopt=path-exclude=/usr/share/doc/*",
                  "--dpkgopt=path-exclude=/usr/share/locale/*",
                  "bookworm",
                  tar.toString(),
                  "deb " + mirror() + " bookworm main"),
              java.util.Map.of("SOURCE_DATE_EPOCH", "1700000000"),
              null)
          .succeeded();
      debianTar = tar;
    }
    return debianTar;
  }

  /** The first mirror that this machine's own apt uses. */
  private static String mirror() {
    String uris =
        Command.ok(
                "sh",
                "-c",
                "apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename:"
                    + " bookworm' | head -n 1")
            .out()
            .trim();
    Require.that(!uris.isEmpty(), "apt of this machine has no mirror of Debian bookworm");
    return uris;
  }
}
